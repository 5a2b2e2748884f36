import type { dataset as finnish } from '../fi/dataset.ts'

export const dataset: typeof finnish = {
  title: (round) => `${round}: open data`,
  lead: (round) => `The result of the round ${round} and the data that it was counted from. You may use the files freely.`,
  about: (round) =>
    `The round ${round} of participatory budgeting in Heinola, Finland: the result, the anonymous ballots and the proposals.`,
  heading: 'Files',
  files: {
    result: {
      name: 'Result (JSON)',
      text: 'The whole result for programs: the rules, the votes, place and reason of each proposal, ties, and ballots that were not valid.',
    },
    resultCsv: {
      name: 'Result (CSV)',
      text: 'The same as a table with Finnish headings. It opens right in a Finnish Excel. One row for each proposal.',
    },
    ballots: {
      name: 'Ballots (CSV)',
      text: 'Every opened ballot: its tracker and the proposals picked. The order is that of the trackers, so it does not tell when anybody voted.',
    },
    pabulib: {
      name: 'Result and ballots (PB)',
      text: 'The Pabulib format of research on participatory budgeting. It has no place for blank or invalid ballots, so their number is in the comment.',
    },
    proposals: {
      name: 'Proposals (JSON)',
      text: 'Number, title, summary, estimated cost, and the ideas that the proposal was made from.',
    },
    proposalsCsv: { name: 'Proposals (CSV)', text: 'The same as a table, with Finnish headings.' },
    ideas: {
      name: 'Ideas (JSON)',
      text: 'Public ideas: text, theme, place, the decision and its reason. Without the names and addresses of those who sent them, and without pictures.',
    },
    ideasCsv: { name: 'Ideas (CSV)', text: 'The same as a table, with Finnish headings.' },
    urnList: {
      name: 'List of the sealed ballots (TXT)',
      text: 'A hash of each sealed ballot. The list was locked before a single ballot was opened.',
    },
  },
  stable: 'The addresses stay the same. A program gets a file again only if it has changed (ETag).',
  escaped: 'Where a text in a table would begin with the sign of a formula, an apostrophe stands before it, so that no spreadsheet runs it.',
  licence: {
    heading: 'Licence',
    text: 'You may use, change and share the files under the licence',
    cite: (round) => `Name the source: Town of Heinola, ${round}, CC BY 4.0.`,
  },
  without: {
    heading: 'What the files do not hold',
    items: [
      'Who voted, when, where or how.',
      'Names and contact details of those who sent ideas.',
      'Groups of fewer than ten people: turnout is not told by station, day or way of voting.',
    ],
  },
  check: {
    heading: 'Check it yourself',
    text: 'The votes can be counted again from these files. What you count is right if its hash (SHA-256) is this:',
    howTo: 'How to count the votes again',
  },
  source: 'Where the data come from',
  publisher: 'Town of Heinola',
  toResult: 'See the result',
}
