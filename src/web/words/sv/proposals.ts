import type { proposals as finnish } from '../fi/proposals.ts'

export const proposals: typeof finnish = {
  heading: 'Förslag att rösta om',
  lead: (count, envelope) => `${count} förslag att rösta om. Anslaget är ${envelope}.`,
  open: (picks, weekday, time) => `Omröstningen pågår. Välj ${picks}. Omröstningen avslutas ${weekday} kl. ${time}.`,
  vote: 'Gå till omröstningen',
  pick: 'Välj detta',
  pickHint: 'Valet leder till omröstningen. Rösten sparas först när du bekräftar den.',
  notYet: 'Förslagen publiceras när omröstningen börjar.',
  draft: 'Utkast: bara personalen ser förslagen tills omröstningen börjar.',
  none: 'Den här omgången har inga förslag.',
  toIdeas: 'Se idéerna',
  cost: 'Kostnadsberäkning',
  costIsExample: 'Kostnaden har inte publicerats. Siffran är ett exempel.',
  number: 'Nummer på röstsedeln',
  ideas: (count) => (count === 1 ? 'Förslaget uppstod ur idén' : `Förslaget uppstod ur ${count} idéer`),
  all: 'Alla förslag',
  result: 'Se resultatet',
}
