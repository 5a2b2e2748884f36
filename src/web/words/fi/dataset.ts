import type { FileKey } from '../../../open-data/index.ts'

type FileWords = { readonly name: string; readonly text: string }

const files: Record<FileKey | 'urnList', FileWords> = {
  result: {
    name: 'Tulos (JSON)',
    text: 'Koko tulos ohjelmille: säännöt, jokaisen ehdotuksen äänet, sija ja perustelu, tasatilanteet ja hylätyt liput.',
  },
  resultCsv: {
    name: 'Tulos (CSV)',
    text: 'Sama taulukkona. Avautuu suoraan suomenkielisessä Excelissä. Yksi rivi ehdotusta kohti.',
  },
  ballots: {
    name: 'Äänestysliput (CSV)',
    text: 'Kaikki avatut liput: seurantakoodi ja valitut ehdotukset. Järjestys on seurantakoodien, joten se ei kerro, milloin kukin äänesti.',
  },
  pabulib: {
    name: 'Tulos ja liput (PB)',
    text: 'Pabulib-muoto, jota osallistuvan budjetoinnin tutkijat käyttävät. Tyhjiä ja hylättyjä lippuja siinä ei voi olla, joten niiden määrä on kommentissa.',
  },
  proposals: {
    name: 'Äänestysehdotukset (JSON)',
    text: 'Numero, otsikko, kuvaus, kustannusarvio ja ideat, joista ehdotus tehtiin.',
  },
  proposalsCsv: { name: 'Äänestysehdotukset (CSV)', text: 'Samat taulukkona.' },
  ideas: {
    name: 'Ideat (JSON)',
    text: 'Julkiset ideat: teksti, teema, paikka, ratkaisu ja sen perustelu. Mukana ei ole lähettäjien nimiä, osoitteita eikä kuvia.',
  },
  ideasCsv: { name: 'Ideat (CSV)', text: 'Samat taulukkona.' },
  urnList: {
    name: 'Suljettujen lippujen luettelo (TXT)',
    text: 'Tiiviste jokaisesta suljetusta lipusta. Luettelo lukittiin ennen kuin yhtäkään lippua avattiin.',
  },
}

export const dataset = {
  title: (round: string): string => `${round}: avoin data`,
  lead: (round: string): string => `Kierroksen ${round} tulos ja aineisto, josta se laskettiin. Tiedostoja saa käyttää vapaasti.`,
  about: (round: string): string =>
    `Heinolan osallistuvan budjetoinnin kierros ${round}: tulos, nimettömät äänestysliput ja äänestysehdotukset.`,
  heading: 'Tiedostot',
  files,
  stable: 'Osoitteet pysyvät samoina. Ohjelma saa tiedoston uudelleen vain, jos se on muuttunut (ETag).',
  escaped: 'Jos taulukon teksti alkaisi kaavan merkillä, sen edessä on heittomerkki, ettei taulukko-ohjelma suorita sitä.',
  licence: {
    heading: 'Lisenssi',
    text: 'Tiedostoja saa käyttää, muuttaa ja jakaa lisenssillä',
    cite: (round: string): string => `Mainitse lähde: Heinolan kaupunki, ${round}, CC BY 4.0.`,
  },
  without: {
    heading: 'Mitä tiedostoissa ei ole',
    items: [
      'Kuka äänesti, milloin, missä tai miten.',
      'Ideoiden lähettäjien nimiä ja yhteystietoja.',
      'Alle kymmenen ihmisen ryhmiä: osallistumista ei eritellä äänestyspaikan, päivän tai tavan mukaan.',
    ],
  },
  check: {
    heading: 'Tarkista itse',
    text: 'Äänet voi laskea uudelleen näistä tiedostoista. Laskettu aineisto on oikea, jos sen tiiviste (SHA-256) on tämä:',
    howTo: 'Näin lasket äänet uudelleen',
  },
  source: 'Mistä tiedot ovat',
  publisher: 'Heinolan kaupunki',
  toResult: 'Katso tulos',
}
