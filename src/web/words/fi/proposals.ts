export const proposals = {
  heading: 'Äänestysehdotukset',
  lead: (count: number, envelope: string): string => `${count} ehdotusta, joista äänestetään. Määräraha on ${envelope}.`,
  open: (picks: string, weekday: string, time: string): string =>
    `Äänestys on käynnissä. Valitse ${picks}. Äänestysaika päättyy ${weekday} klo ${time}.`,
  vote: 'Siirry äänestämään',
  pick: 'Valitse tämä',
  pickHint: 'Valinta vie äänestykseen. Ääni tallentuu vasta, kun vahvistat sen.',
  notYet: 'Ehdotukset julkaistaan, kun äänestys alkaa.',
  draft: 'Luonnos: ehdotukset näkyvät vain henkilökunnalle, kunnes äänestys alkaa.',
  none: 'Tällä kierroksella ei ole ehdotuksia.',
  toIdeas: 'Katso ideat',
  cost: 'Kustannusarvio',
  costIsExample: 'Kustannusta ei ole julkaistu. Luku on esimerkki.',
  number: 'Numero äänestyslipussa',
  ideas: (count: number): string => (count === 1 ? 'Ehdotus syntyi ideasta' : `Ehdotus syntyi ${count} ideasta`),
  all: 'Kaikki ehdotukset',
  result: 'Katso tulos',
}
