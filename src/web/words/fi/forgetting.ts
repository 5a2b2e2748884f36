import type { Copy } from '../../../urn/index.ts'

const copies: Record<Copy, string> = {
  share_sheets: 'Avaimenhaltijoiden paperit: kaikki kolme osaa on tuhottu',
  database_backups: 'Tietokannan varmuuskopiot, jotka on otettu ennen unohtamista',
  log_archive: 'Tietokannan muutoslokin (WAL) arkistot ja kahdennetut tietokannat',
  secrets_backups: 'Salaisten tiedostojen varmuuskopiot',
  other_copies: 'Muut kopiot, esimerkiksi levykuvat. Palvelu on käynnistetty uudelleen.',
}

export const forgetting = {
  title: 'Unohtaminen',
  lead: 'Kun kierros unohdetaan, kukaan ei enää saa selville, miten kukaan äänesti. Tulos ja nimettömät liput jäävät.',
  goes: 'Tämä hävitetään',
  goesItems: [
    'suljetut liput ja tunnisteet, joista näkyy, ketkä ovat äänestäneet',
    'äänioikeusluettelon tunnisteet',
    'kierroksen salaiset tiedostot palvelimelta',
  ],
  stays: 'Tämä jää',
  staysItems: [
    'tulos, nimettömät liput ja ohjeet laskea äänet uudelleen',
    'seurantakoodin tarkistus ja suljettujen lippujen luettelo',
    'tapahtumaloki',
  ],
  notPossible: 'Unohtaa voi kierroksen, jonka tulos on julkaistu täällä.',
  tooEarly: (day: string, days: number): string =>
    `Kierroksen voi unohtaa aikaisintaan ${day}, kun muutoksenhakuaika, ${days} päivää tuloksen julkaisemisesta, on päättynyt. Siihen asti uurna säilyy.`,
  appeal: 'Onko muutoksenhaku vielä kesken? Odottakaa, kunnes se on ratkaistu. Hävitettyä ei saa takaisin.',
  begun: 'Unohtaminen jäi kesken. Osa tiedoista voi olla jo hävitetty. Vie se loppuun: mitään ei hävitetä kahdesti.',
  missing: 'Kierroksen salaisia tiedostoja ei ole tällä palvelimella. Etsikää ne ennen kuin jatkatte.',
  lost: 'Tiedostot ovat varmasti kadonneet, eikä niitä ole muualla',
  witness: 'Kuka muu on paikalla?',
  witnessHint: 'Etu- ja sukunimi. Nimi kirjataan tapahtumalokiin.',
  confirm: (slug: string): string => `Vahvista kirjoittamalla kierroksen lyhyt nimi: ${slug}`,
  forGood: 'Tätä ei voi perua.',
  forget: 'Hävitä ja unohda',
  finish: 'Vie loppuun',
  doneTitle: 'Kierros on unohdettu',
  done: (day: string): string => `Suljetut liput, äänestäneiden tunnisteet ja salaiset tiedostot hävitettiin ${day}.`,
  logDone: 'Myös tietokannan muutosloki kirjoitettiin palvelimen levyllä yli.',
  logNot: 'Tietokannan muutoslokia ei voitu kirjoittaa yli. Pyydä ylläpitoa tekemään se: ohje on komentorivin oppaassa.',
  people: 'Mitä ihmisten pitää hävittää',
  peopleText: 'Palvelu ei ylety kopioihin, jotka on viety muualle. Hävittäkää ne ja merkitkää se tähän. Jos kopioita ei ole ollut, merkitkää sekin.',
  copies,
  told: (who: string, when: string): string => `${who}, ${when}`,
  note: 'Kuka hävitti, milloin ja miten?',
  noteHint: 'Esimerkiksi: silputtiin kaupungintalolla, paikalla kaikki avaimenhaltijat.',
  tell: 'Merkitse hävitetyksi',
  toldNow: 'Merkintä on kirjattu tapahtumalokiin.',
  allTold: 'Kaikki on merkitty hävitetyksi.',
  /** On the public pages of the round. */
  public: (day: string): string => `Suljetut liput ja kierroksen salaiset avaimet on hävitetty ${day}. Nimettömät liput ja suljettujen lippujen luettelo jäävät.`,
}
