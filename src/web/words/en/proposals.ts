import type { proposals as finnish } from '../fi/proposals.ts'

export const proposals: typeof finnish = {
  heading: 'Proposals on the ballot',
  lead: (count, envelope) => `${count} proposals to vote on. The budget is ${envelope}.`,
  open: (picks, weekday, time) => `Voting is open. Choose ${picks}. Voting ends on ${weekday} at ${time}.`,
  vote: 'Go and vote',
  pick: 'Choose this',
  pickHint: 'Choosing takes you to the vote. A vote is saved only when you confirm it.',
  notYet: 'The proposals are published when voting begins.',
  draft: 'Draft: only staff see the proposals until voting begins.',
  none: 'This round has no proposals.',
  toIdeas: 'See the ideas',
  cost: 'Estimated cost',
  costIsExample: 'The cost was never published. The figure is an example.',
  number: 'Number on the ballot',
  ideas: (count) => (count === 1 ? 'Made from the idea' : `Made from ${count} ideas`),
  all: 'All proposals',
  result: 'See the result',
}
