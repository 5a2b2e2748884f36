import type { counting as finnish } from '../fi/counting.ts'

export const counting: typeof finnish = {
  settings: {
    topN: 'How many proposals are carried out',
    utility: {
      label: 'When supporters compare proposals',
      cost: 'A costly proposal is worth more to its supporter than a cheap one',
      cardinal: 'Every proposal is worth the same to its supporter',
    },
    completion: {
      label: 'If money is left over',
      none: 'It stays unused',
      greedy: 'The rest is given out by votes',
      'add-one': 'Everybody’s share grows one step at a time',
      'add-one-greedy': 'Shares grow one step at a time, and the rest is given out by votes',
    },
    startingBudget: {
      label: 'A voter’s share at the start',
      exact: 'Exact: the envelope divided by the number of voters',
      integral: 'Rounded down to whole steps',
    },
    stopWhenExhausted: 'Shares stop growing as soon as no proposal with a vote fits any more',
    step: 'Step',
  },
  means: {
    greedy: 'The proposal with most votes comes first. If the money is not enough for one, it is skipped and the next one is tried.',
    'greedy-no-skip':
      'The proposal with most votes comes first. When the money is not enough for the next one, the list stops there, even if something cheaper would still fit.',
    'top-n':
      'A promised number of proposals is carried out by votes. If together they cost more than the envelope, the decision makers must decide.',
    'equal-shares':
      'Every voter gets an equal share of the envelope. A proposal is carried out when its supporters can pay for it together. This way a smaller group gets something too.',
    phragmen:
      'A proposal’s cost is shared equally by its supporters. In each step the proposal that burdens its supporters least is chosen. The count ends when there is no money for the next one.',
  },
  form: {
    settingsOf: (rule) => `${rule}: settings`,
    topNHint: 'Together they must fit into the envelope.',
    stepHint: 'How much every share grows at a time. Usually 1.',
  },
  trace: {
    shares: 'Turn by turn: who paid what',
    burdens: 'Turn by turn: the burdens',
    share: (sharers, share) => `${sharers} voters got a share, and in the end a share was ${share}.`,
    runs: (runs) => `The share grew one step at a time. What is bought was worked out anew ${runs} times.`,
    completion: (titles) => `With the money that was left these were chosen by votes: ${titles}.`,
    columns: { turn: 'Turn', proposal: 'Proposal', cost: 'Cost', supporters: 'Supporters', price: 'Each paid', perPoint: 'Price for one point', less: 'Paid all they had left', load: 'Burden of each supporter' },
    less: (voters, together) => `${voters}, in all ${together}`,
    exactly: (fraction) => `exactly ${fraction} cents`,
    rounded: 'Sums are rounded to a cent. Long exact numbers are in the JSON file of the result.',
    tie: (turn, titles, rule) => `In turn ${turn} these were equally good: ${titles}. Which came first was decided by ${rule}.`,
    undecided: {
      title: 'The count is undecided: the decision makers must decide',
      tie: (titles) => `These are equal, and the round has no rule that would choose among them: ${titles}.`,
      over: (titles, cost, envelope) => `The promised proposals cost ${cost} in all, but the envelope is ${envelope}: ${titles}.`,
      act: 'The result cannot be published here before that. Take this page to the decision makers. Neither the rules nor the ballots of the round may be changed afterwards.',
    },
  },
  comparison: {
    title: (round) => `${round}: comparing the rules`,
    link: 'What would other rules have chosen?',
    lead: (rule) =>
      `The result was counted by the rule “${rule}”, and it stands. For comparison, here is what other rules would have chosen from the same ballots.`,
    planTitle: 'Compare counting rules',
    planLead: (past, plan) =>
      `Here the ballots of ${past} are counted again by the rules that are now chosen for ${plan}. Beside them you see what other rules would have chosen from the same ballots.`,
    planStays: 'Comparing changes nothing. The rule of a round is chosen in its settings and freezes when voting opens.',
    rehearsalLead: (rule) =>
      `The rule of the rehearsal is “${rule}”. Here is what other rules would have chosen from the same ballots. The rule of the round is still the one in its settings.`,
    closedTitle: 'The rules can be compared when the result is published',
    closedText:
      'Before publication nobody is shown what another rule would give, so that it cannot decide which result is published. Rules can be compared on the ballots of a rehearsal, on those of a past round, and before the rules of the round freeze.',
    figures: 'Figures for each rule',
    columns: {
      rule: 'Rule', winners: 'Proposals carried out', spent: 'Money used', represented: 'Voters with at least one choice carried out',
      winnersPerVoter: 'Choices carried out per voter', costPerVoter: 'Their cost per voter',
    },
    own: 'The round’s rule',
    ofVoters: (voters, percent) => `${voters} (${percent})`,
    undecided: {
      tie: 'Left open: the decision makers must break a tie.',
      over_the_envelope: 'Left open: the promised proposals cost more than the envelope.',
    },
    chosen: 'What each rule chooses',
    chosenNote: 'The list has the proposals that at least one rule chooses.',
    nothingChosen: 'No rule chooses any proposal.',
    proposal: 'Proposal', yes: 'Yes', no: 'No',
    meaning: 'What the figures mean',
    meanings: (ballots) => [
      `Voters here are the ${ballots} valid ballots. Ballots that were not valid are left out, blank ones are not.`,
      'Choices carried out per voter: how many of the proposals that a voter chose are carried out, on the average.',
      'Their cost per voter: what the proposals that a voter chose and that are carried out cost together, on the average. The whole cost is counted for everybody who chose the proposal.',
    ],
    settings: 'Equal shares are counted with the usual settings:',
    sameNumber: (n) => `“Most votes” here means as many proposals as the round’s own rule chooses: ${n}.`,
    lot: 'The lot is drawn for each rule separately, so the same tie may be broken differently by different rules.',
    json: 'The comparison as a file (JSON)',
  },
  recount: {
    title: 'Count the votes again in your browser',
    lead: 'Choose the published files, and your browser counts the votes again and compares them with the published result.',
    stays: 'The files do not leave your device. The programs of this page are kept from any connection (Content-Security-Policy: connect-src ’none’).',
    code: (kilobytes) =>
      `The counting is done by the same code that counted the round. Your browser loads it when you open this page: about ${kilobytes} kB.`,
    where: 'The files are on the open data page of each round:',
    withoutScripts: 'This page needs JavaScript. Without it you can count the votes again with the command:',
    guide: 'Other ways to count again',
    two: { heading: 'Result and ballots', result: 'Result (the file whose name ends in ‑result.json)', ballots: 'Ballots (the file whose name ends in ‑ballots.csv)' },
    one: { heading: 'Or one PB file', pb: 'PB file (.pb). It may be from another town too.' },
    submit: 'Count again',
    link: 'Count again in your browser',
    texts: {
      missing: 'Choose a file.',
      counting: 'Counting…',
      agrees: 'The recount agrees with the published result',
      agreesPartly: 'The recount agrees as far as it can be checked',
      differs: 'The recount does not agree with the published result',
      differsText: 'One of the files was changed, the files are of different rounds, or the result is wrong. Download the files again. If the difference stays, tell the town.',
      hashDiffers: 'The hash is another: a ballot, a proposal or a rule is not the one that the result was counted from.',
      unreadable: 'The file cannot be counted',
      inEnglish: 'What the program says:',
      notInBallots: 'Names, titles and times cannot be checked from the ballots: they hold numbers alone. Nor do they show how many ballots the urn held, or which could not be opened.',
      unchecked: 'This cannot be checked from the file:',
      failed: 'The recount did not work in this browser',
      failedText: 'The browser may be too old, or the file was moved. Choose the files again or use the command.',
      ballots: '{ballots} ballots, {votes} votes, {proposals} proposals. Ballots that were not valid: {invalid}.',
      hash: 'The hash of all that was counted is the same: {hash}.',
      rows: 'The rule “{rule}” chooses the same proposals.',
      rowsAll: 'The rule “{rule}” gives every proposal the same place, percentage, outcome and reason.',
      noTies: 'No two proposals have equally many votes.',
      ties: 'Ties: {ties}. They are broken the same way.',
      money: 'What is carried out costs {spent} in all, and the envelope is {envelope}.',
    },
  },
}
