import type { front as finnish } from '../fi/front.ts'

export const front: typeof finnish = {
  lead: 'You decide how Heinola spends 50,000 euros.',
  heading: (round) => `${round}: you decide`,
  open: {
    upcoming: 'Ideas will be taken',
    ideas: 'Tell us your idea',
    review: 'The ideas are being reviewed',
    voting: 'Voting is open',
    counting: 'Voting has ended',
    result: 'The result is out',
    archived: 'The round is over',
  },
  until: (weekday, time) => `Ends on ${weekday} at ${time}.`,
  from: (weekday, time) => `Begins on ${weekday} at ${time}.`,
  votingFrom: (weekday, time) => `Voting begins on ${weekday} at ${time}.`,
  resultLater: 'The result is published in this service when the votes have been counted.',
  buttons: {
    upcoming: 'Read how Osbu works', ideas: 'Send an idea', review: 'See the ideas', voting: 'Vote',
    counting: 'See the proposals', result: 'See the result', archived: 'See the result',
  },
  facts: {
    envelope: 'Envelope',
    picks: (min, max) => (min === max ? `${max} proposals` : `${min}–${max} proposals`),
    picksLabel: 'One voter picks',
    age: (years) => `${years} years`,
    ageLabel: 'Voting age',
  },
  others: 'Other rounds under way',
  past: 'Past rounds',
  pastResult: (round) => `${round}: see the result`,
  how: 'How Osbu proceeds',
  none: 'A new round begins later. Welcome then!',
}
