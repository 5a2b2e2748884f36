import type { vote as finnish } from '../fi/vote.ts'

const beforeVoting = 'Voting has not begun yet'
const ended = 'Voting has ended'

function changes(revision: number): string {
  return revision < 2 ? '' : `, changed ${revision === 2 ? 'once' : `${revision - 1} times`}`
}

export const vote: typeof finnish = {
  steps: ['Identify yourself', 'Choose', 'Check', 'Done'],
  notSaved: 'Your vote has not been saved yet.',
  notReplaced: 'Your vote in the urn stands. Your new choice has not been confirmed.',
  notSavedTitle: (title) => `Not saved yet: ${title}`,
  unfinished: 'You have not finished voting.',
  seeWhether: 'See whether your vote was saved',
  savedAfterAll: 'Your vote has been saved.',
  goOn: 'Go on voting',
  picks: (min, max) => (max === 1 ? '1 proposal' : min === max ? `${max} proposals` : `${min} to ${max} proposals`),
  number: (number) => `No. ${number}`,
  noRound: 'There is no vote now',
  noRoundText: 'We will tell of the next vote in this service.',
  until: (weekday, time) => `Voting ends on ${weekday} at ${time}.`,

  identify: {
    heading: (round) => `Vote: ${round}`,
    how: 'How to vote',
    toIdentify: 'Identify yourself with your online bank, a mobile certificate or a certificate card.',
    toChoose: (picks) => `Choose ${picks}.`,
    toCheck: 'Check and confirm. Only then is your vote saved.',
    toKeep: 'You get a tracking code. When the result is out, it shows you that your vote was counted.',
    secret: 'Your vote goes sealed into the urn, which is opened only when voting has ended.',
    more: 'Read how the secrecy of the vote is kept',
    start: 'Identify yourself and vote',
    chooseFirst: 'Choose first, identify yourself later',
    who: 'Who can vote?',
    whoText: (age, day) => `Every resident of Heinola who has turned ${age} by ${day}. Each person has one ballot.`,
    paper: 'Vote on paper',
    paperText: 'You can vote on paper at a voting station. Bring proof of identity. '
      + 'You can vote either online or on paper, not both.',
    keptHeading: 'Identify yourself and confirm your vote',
    kept: 'Your choice is kept in this browser.',
    locked: 'Your identification has expired. Identify yourself again to see your choices and whether your vote was saved.',
    again: 'You identified yourself before voting began. Identify yourself again, and you can vote.',
    change: 'Change the choices',
    startOver: 'Discard the choices and start again',
  },

  phases: {
    upcoming: beforeVoting, ideas: beforeVoting, review: beforeVoting, counting: ended, result: ended, archived: ended,
  },
  opens: (weekday, time) => `Voting begins on ${weekday} at ${time}.`,
  opensLater: 'Voting begins when the proposals are ready. We will tell of it in this service.',
  closed: (weekday, time) => `Voting ended on ${weekday} at ${time}.`,
  counting: 'The votes are being counted. The result will be published in this service.',
  resultIsOut: 'The result has been published.',
  choiceUnknown: 'If you confirmed your vote in time, it is in the urn. You will see when you identify yourself.',
  notYetKnown: 'We do not know yet whether your vote reached the urn',
  notYetKnownText: 'If you confirmed it in time, it may still be on its way. Look again in a moment.',
  lookAgain: 'Look again',
  choiceLost: 'Your choices were not confirmed in time, so they were not saved.',
  toProposals: 'See the proposals',
  toIdeas: 'See the ideas',
  toResult: 'See the result',

  mayNot: {
    too_young: {
      heading: 'You cannot vote yet',
      text: (age, day) => `In this vote, people who have turned ${age} by ${day} can vote. `
        + 'You can send in ideas already: there is no age limit for them. We look forward to your vote when you are older!',
    },
    not_resident: {
      heading: 'You cannot vote online',
      text: () => 'Residents of Heinola can vote, and by the population register your home is in another municipality. '
        + 'If you have just moved to Heinola, visit a voting station: it can be checked there.',
    },
    municipality_unknown: {
      heading: 'Vote at a voting station',
      text: () => 'The identification did not tell us your municipality, so you cannot vote online. '
        + 'You can vote at a voting station if you have a Finnish personal identity code. Bring proof of identity.',
    },
    not_on_roll: {
      heading: 'You cannot vote online',
      text: () => 'You are not on the roll of this vote. If you think that you should be, ask at a voting station.',
    },
  },
  stations: 'Voting stations',
  sendIdea: 'Send an idea',

  voted: {
    heading: 'You have voted',
    onPaperHeading: 'You have voted on paper',
    inUrn: (day, revision) => `Your vote has been in the urn since ${day}${changes(revision)}.`,
    onPaper: (day) => `Your paper vote has been in the urn since ${day}. You cannot vote online as well.`,
    notInUrn: 'There is no vote of yours in the urn.',
    mayReplace: (weekday, time) =>
      `You can replace your vote until voting ends on ${weekday} at ${time}. The new vote takes the place of the earlier one.`,
    mayNotReplace: 'In this round a vote cannot be replaced.',
    mayNoLonger: 'By your identification you cannot vote online now, so you cannot replace your vote.',
    replace: 'Replace my vote',
    showTracker: 'Show the tracking code',
    nothingToDo: 'You need not do anything. Your vote will be counted.',
  },

  choose: {
    heading: (picks) => `Choose ${picks}`,
    lead: (count) => `There are ${count} proposals. Their order was drawn by lot for you and stays the same.`,
    mayChange: 'You can change your choices until you confirm your vote.',
    legend: 'Proposals',
    label: 'I vote for this',
    replacing: (day, revision) =>
      `You already have a vote in the urn (since ${day}${changes(revision)}). If you confirm a new one, it takes its place. `
      + 'We do not know how you voted, so nothing is chosen to begin with.',
    picked: 'chosen',
    sum: 'in all',
    over: '{over} too many chosen.',
    announce: '{count} chosen, at most {maximum}. {sum} in all.',
    barHint: (picks) => `Choose ${picks}.`,
    next: 'Continue: check your vote',
    leave: 'Stop voting',
  },

  check: {
    heading: 'Check your vote',
    notSavedText: 'Confirm it at the end of this page.',
    notReplacedText: 'Confirm it at the end of this page if you want to replace your vote.',
    chosenBefore: 'These were chosen in this browser before you identified yourself: if you did not choose them, start again.',
    list: 'Your choices',
    sum: 'In all',
    change: 'Change the choices',
    more: (left) => (left === 1 ? 'You can choose one more proposal. You need not.' : `You can choose ${left} more proposals. You need not.`),
    replacing: (day, revision) =>
      `Your vote is in the urn already (since ${day}${changes(revision)}). When you confirm, this vote takes its place.`,
    canReplace: 'You can replace your vote after confirming it, until voting ends.',
    cannotReplace: 'You cannot change your vote after confirming it.',
    submit: 'Confirm and vote',
    saving: 'Saving your vote. One moment.',
  },

  unknown: {
    heading: 'We do not know whether your vote was saved',
    text: 'The service did not answer in time. Confirm again: it is safe. If your vote was saved already, you get the '
      + 'same tracking code. A vote cannot be saved twice.',
    submit: 'Confirm again',
  },

  refused: {
    changedHeading: 'This vote was not saved',
    changed: 'Another vote of yours is in the urn already. You may have voted in another window or on another device.',
    changedNow: 'Your vote has changed since you opened the check page.',
    choose: 'Do you want to replace the vote in the urn by these choices?',
    replace: 'Check and replace the vote',
    keep: 'Keep the vote in the urn',
    otherVoter: 'Somebody else has identified themselves on this device meanwhile, and nobody’s choices are saved in another person’s name.',
    stopped: 'Voting has stopped because of a fault',
    stoppedText: 'This vote was not saved. Your choices are kept in this browser. Try again in a while.',
  },

  done: {
    heading: 'Your vote has been saved',
    replaced: 'The new vote took the place of the earlier one. The earlier tracking code is no longer valid.',
    tracker: 'Your tracking code',
    keep: 'Write the code down or print this page. The code cannot be shown again later.',
    print: 'Print',
    saved: (day, revision) => `Saved on ${day}${changes(revision)}.`,
    next: 'What happens next?',
    closes: (weekday, time) => `Voting ends on ${weekday} at ${time}.`,
    result: 'After that the urn is opened, the votes are counted and the result is published in this service.',
    find: 'Then your code finds your own ballot in the published list, and you see that it was counted correctly.',
    secret: 'Before publication the code tells nobody anything. After it, whoever you show the code to also sees how you voted.',
    replace: 'You can still replace your vote.',
    hash: 'Checksum of the sealed ballot',
    hashText: 'The list of sealed ballots is published when voting has ended. This checksum is in it.',
    shared: 'Last of all: sign out',
    sharedText: 'Otherwise the next user of this device may see your tracking code.',
  },

  leave: {
    heading: 'Your vote has not been saved yet',
    text: 'If you stop now, your choices will not be part of the vote.',
    replacingHeading: 'Your new choice has not been confirmed',
    replacingText: 'If you stop now, it is counted, and your new choices do not take its place.',
    nothing: 'You have no choices waiting to be confirmed.',
    discard: 'Discard the choices and leave',
  },
}
