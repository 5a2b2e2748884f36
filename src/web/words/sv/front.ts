import type { front as finnish } from '../fi/front.ts'

export const front: typeof finnish = {
  lead: 'Du bestämmer vad Heinola använder 50 000 euro till.',
  heading: (round) => `${round}: du bestämmer`,
  open: {
    upcoming: 'Du kan skicka idéer',
    ideas: 'Berätta din idé',
    review: 'Idéerna behandlas',
    voting: 'Omröstningen pågår',
    counting: 'Omröstningen har avslutats',
    result: 'Resultatet är klart',
    archived: 'Omgången har avslutats',
  },
  until: (weekday, time) => `Avslutas ${weekday} kl. ${time}.`,
  from: (weekday, time) => `Börjar ${weekday} kl. ${time}.`,
  votingFrom: (weekday, time) => `Omröstningen börjar ${weekday} kl. ${time}.`,
  resultLater: 'Resultatet publiceras i den här tjänsten när rösterna har räknats.',
  buttons: {
    upcoming: 'Läs hur Osbu fungerar', ideas: 'Skicka en idé', review: 'Se idéerna', voting: 'Rösta',
    counting: 'Se förslagen', result: 'Se resultatet', archived: 'Se resultatet',
  },
  facts: {
    envelope: 'Anslag',
    picks: (min, max) => (min === max ? `${max} förslag` : `${min}–${max} förslag`),
    picksLabel: 'En väljare väljer',
    age: (years) => `${years} år`,
    ageLabel: 'Rösträttsålder',
  },
  others: 'Andra pågående omgångar',
  past: 'Tidigare omgångar',
  pastResult: (round) => `${round}: se resultatet`,
  how: 'Så här går Osbu till',
  none: 'En ny omgång börjar senare. Välkommen då!',
}
