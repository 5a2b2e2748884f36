import type { Phase } from '../../../rounds/index.ts'
import type { EligibilityRefusal } from '../../../urn/index.ts'

const beforeVoting = 'Äänestys ei ole vielä alkanut'
const phases: Record<Exclude<Phase, 'voting'>, string> = {
  upcoming: beforeVoting, ideas: beforeVoting, review: beforeVoting,
  counting: 'Äänestys on päättynyt', result: 'Äänestys on päättynyt', archived: 'Äänestys on päättynyt',
}

/** What to do for whoever may not vote online. Never why a municipality is unknown: there may be a safety ban. */
const mayNot: Record<EligibilityRefusal, { heading: string; text: (age: number, day: string) => string }> = {
  too_young: {
    heading: 'Et voi vielä äänestää',
    text: (age, day) => `Tässä äänestyksessä voivat äänestää ne, jotka ovat täyttäneet ${age} vuotta viimeistään ${day}. `
      + 'Ideoita saat lähettää jo nyt: niihin ei ole ikärajaa. Tervetuloa äänestämään sitten, kun ikää on tarpeeksi!',
  },
  not_resident: {
    heading: 'Et voi äänestää verkossa',
    text: () => 'Äänestää voivat heinolalaiset, ja väestötietojen mukaan kotikuntasi on muualla. '
      + 'Jos olet juuri muuttanut Heinolaan, käy äänestyspisteessä: siellä asia voidaan tarkistaa.',
  },
  municipality_unknown: {
    heading: 'Äänestä äänestyspisteessä',
    text: () => 'Tunnistautuminen ei kertonut meille kotikuntaasi, joten et voi äänestää verkossa. '
      + 'Äänestyspisteessä voit äänestää, jos sinulla on suomalainen henkilötunnus. Ota mukaan henkilöllisyystodistus.',
  },
  not_on_roll: {
    heading: 'Et voi äänestää verkossa',
    text: () => 'Sinua ei löydy tämän äänestyksen äänioikeusluettelosta. Jos sinun mielestäsi pitäisi löytyä, '
      + 'kysy asiaa äänestyspisteestä.',
  },
}

/** How often a vote was changed, for the end of a sentence about it; nothing for the first. */
function changes(revision: number): string {
  return revision < 2 ? '' : `, ja olet vaihtanut sen ${revision === 2 ? 'kerran' : `${revision - 1} kertaa`}`
}

export const vote = {
  steps: ['Tunnistaudu', 'Valitse', 'Tarkista', 'Valmis'],
  notSaved: 'Äänesi ei ole vielä tallentunut.',
  notReplaced: 'Uurnassa oleva äänesi on voimassa. Uutta valintaasi ei ole vahvistettu.',
  notSavedTitle: (title: string): string => `Ei vielä tallennettu: ${title}`,
  unfinished: 'Äänestämisesi on kesken.',
  seeWhether: 'Katso, onko äänesi tallentunut',
  savedAfterAll: 'Äänesi on tallentunut.',
  goOn: 'Jatka äänestämistä',
  picks: (min: number, max: number): string =>
    max === 1 ? '1 ehdotus' : min === max ? `${max} ehdotusta` : `${min}–${max} ehdotusta`,
  number: (number: number): string => `Nro ${number}`,
  noRound: 'Nyt ei äänestetä',
  noRoundText: 'Seuraavasta äänestyksestä kerrotaan tässä palvelussa.',
  until: (weekday: string, time: string): string => `Äänestysaika päättyy ${weekday} klo ${time}.`,

  identify: {
    heading: (round: string): string => `Äänestä: ${round}`,
    how: 'Näin äänestät',
    toIdentify: 'Tunnistaudu pankkitunnuksilla, mobiilivarmenteella tai varmennekortilla.',
    toChoose: (picks: string): string => `Valitse ${picks}.`,
    toCheck: 'Tarkista ja vahvista. Vasta silloin äänesi tallentuu.',
    toKeep: 'Saat seurantakoodin. Tulosten julkaisun jälkeen näet sillä, että äänesi laskettiin.',
    secret: 'Äänesi menee suljettuna uurnaan, joka avataan vasta, kun äänestys on päättynyt.',
    more: 'Lue, miten vaalisalaisuus turvataan',
    start: 'Tunnistaudu ja äänestä',
    chooseFirst: 'Valitse ensin, tunnistaudu sitten',
    who: 'Kuka voi äänestää?',
    whoText: (age: number, day: string): string =>
      `Jokainen heinolalainen, joka on täyttänyt ${age} vuotta viimeistään ${day}. Yhdellä ihmisellä on yksi äänestyslippu.`,
    paper: 'Äänestä paperilla',
    paperText: 'Paperilla voit äänestää äänestyspisteessä. Ota mukaan henkilöllisyystodistus. '
      + 'Voit äänestää joko verkossa tai paperilla, et molemmilla tavoilla.',
    keptHeading: 'Tunnistaudu ja vahvista äänesi',
    // It does not say how many: the length of the answer would say it too.
    kept: 'Valintasi on tallessa tässä selaimessa.',
    locked: 'Tunnistautumisesi on vanhentunut. Tunnistaudu uudelleen, niin näet valintasi ja sen, onko äänesi tallentunut.',
    again: 'Tunnistauduit ennen kuin äänestys alkoi. Tunnistaudu uudelleen, niin voit äänestää.',
    change: 'Muuta valintoja',
    startOver: 'Hylkää valinnat ja aloita alusta',
  },

  phases,
  opens: (weekday: string, time: string): string => `Äänestys alkaa ${weekday} klo ${time}.`,
  opensLater: 'Äänestys alkaa, kun ehdotukset ovat valmiit. Kerromme siitä tässä palvelussa.',
  closed: (weekday: string, time: string): string => `Äänestysaika päättyi ${weekday} klo ${time}.`,
  counting: 'Äänet lasketaan. Tulos julkaistaan tässä palvelussa.',
  resultIsOut: 'Tulos on julkaistu.',
  choiceUnknown: 'Jos ehdit vahvistaa äänesi, se on uurnassa. Näet sen, kun tunnistaudut.',
  notYetKnown: 'Emme vielä tiedä, ehtikö äänesi uurnaan',
  notYetKnownText: 'Jos vahvistit äänesi ajoissa, se voi olla vielä matkalla. Katso hetken kuluttua uudelleen.',
  lookAgain: 'Katso uudelleen',
  choiceLost: 'Valintojasi ei ehditty vahvistaa, joten niitä ei tallennettu.',
  toProposals: 'Katso ehdotukset',
  toIdeas: 'Katso ideat',
  toResult: 'Katso tulos',

  mayNot,
  stations: 'Äänestyspisteet',
  sendIdea: 'Lähetä idea',

  voted: {
    heading: 'Olet äänestänyt',
    onPaperHeading: 'Olet äänestänyt paperilla',
    inUrn: (day: string, revision: number): string => `Äänesi on ollut uurnassa ${day} alkaen${changes(revision)}.`,
    onPaper: (day: string): string => `Paperilla antamasi ääni on ollut uurnassa ${day} alkaen. Siksi et voi äänestää verkossa.`,
    notInUrn: 'Uurnassa ei ole sinulta ääntä.',
    mayReplace: (weekday: string, time: string): string =>
      `Voit vaihtaa äänesi, kunnes äänestys päättyy ${weekday} klo ${time}. Uusi ääni korvaa edellisen kokonaan.`,
    mayNotReplace: 'Tällä kierroksella ääntä ei voi vaihtaa.',
    mayNoLonger: 'Tunnistautumisesi mukaan et voi nyt äänestää verkossa, joten et voi vaihtaa ääntäsi.',
    replace: 'Vaihda ääni',
    showTracker: 'Näytä seurantakoodi',
    nothingToDo: 'Sinun ei tarvitse tehdä mitään. Äänesi lasketaan mukaan.',
  },

  choose: {
    heading: (picks: string): string => `Valitse ${picks}`,
    lead: (count: number): string => `Ehdotuksia on ${count}. Niiden järjestys on arvottu sinulle, ja se pysyy samana.`,
    mayChange: 'Voit muuttaa valintojasi, kunnes vahvistat äänesi.',
    legend: 'Ehdotukset',
    label: 'Äänestän tätä',
    replacing: (day: string, revision: number): string =>
      `Äänesi on ollut uurnassa ${day} alkaen${changes(revision)}. Jos vahvistat uuden, se korvaa edellisen. `
      + 'Emme tiedä, mitä äänestit, joten valinnat ovat aluksi tyhjinä.',
    picked: 'valittu',
    sum: 'yhteensä',
    over: 'Valitsit {over} liikaa.',
    announce: 'Valittu {count}, enintään {maximum}. Yhteensä {sum}.',
    barHint: (picks: string): string => `Valitse ${picks}.`,
    next: 'Jatka: tarkista äänesi',
    leave: 'Keskeytä äänestäminen',
  },

  check: {
    heading: 'Tarkista äänesi',
    notSavedText: 'Vahvista se tämän sivun lopussa.',
    notReplacedText: 'Vahvista se tämän sivun lopussa, jos haluat vaihtaa äänesi.',
    chosenBefore: 'Nämä on valittu tällä selaimella ennen kuin tunnistauduit: jos et valinnut niitä itse, aloita alusta.',
    list: 'Valintasi',
    sum: 'Yhteensä',
    change: 'Muuta valintoja',
    more: (left: number): string => left === 1
      ? 'Voit valita vielä yhden ehdotuksen, mutta ei ole pakko.' : `Voit valita vielä ${left} ehdotusta, mutta ei ole pakko.`,
    replacing: (day: string, revision: number): string =>
      `Äänesi on ollut uurnassa ${day} alkaen${changes(revision)}. Kun vahvistat, tämä ääni korvaa sen.`,
    canReplace: 'Voit vaihtaa äänesi vielä vahvistamisen jälkeen, kunnes äänestys päättyy.',
    cannotReplace: 'Et voi muuttaa ääntäsi vahvistamisen jälkeen.',
    submit: 'Vahvista ja äänestä',
    saving: 'Tallennetaan ääntäsi. Odota hetki.',
  },

  unknown: {
    heading: 'Emme tiedä, ehtikö äänesi tallentua',
    text: 'Palvelu ei vastannut ajoissa. Vahvista uudelleen: se on turvallista. Jos äänesi ehti jo tallentua, '
      + 'saat saman seurantakoodin. Ääni ei voi tallentua kahdesti.',
    submit: 'Vahvista uudelleen',
  },

  refused: {
    changedHeading: 'Tätä ääntä ei tallennettu',
    changed: 'Uurnassa on jo toinen äänesi. Olet ehkä äänestänyt toisessa ikkunassa tai toisella laitteella.',
    changedNow: 'Äänesi on muuttunut sen jälkeen, kun avasit tarkistussivun.',
    choose: 'Haluatko korvata uurnassa olevan äänen näillä valinnoilla?',
    replace: 'Tarkista ja korvaa ääni',
    keep: 'Pidä uurnassa oleva ääni',
    otherVoter: 'Tällä laitteella on tunnistautunut välillä joku muu, eikä kenenkään valintoja tallenneta toisen nimissä.',
    stopped: 'Äänestys on keskeytynyt vian vuoksi',
    stoppedText: 'Tätä ääntä ei tallennettu. Valintasi ovat tallessa tässä selaimessa. Yritä hetken kuluttua uudelleen.',
  },

  done: {
    heading: 'Äänesi on tallentunut',
    replaced: 'Uusi ääni korvasi edellisen. Aiempi seurantakoodi ei ole enää voimassa.',
    tracker: 'Seurantakoodisi',
    keep: 'Kirjoita koodi muistiin tai tulosta tämä sivu. Koodia ei voi näyttää myöhemmin uudelleen.',
    print: 'Tulosta',
    saved: (day: string, revision: number): string => `Tallennettu ${day}${changes(revision)}.`,
    next: 'Mitä tapahtuu seuraavaksi?',
    closes: (weekday: string, time: string): string => `Äänestys päättyy ${weekday} klo ${time}.`,
    result: 'Sen jälkeen uurna avataan, äänet lasketaan ja tulos julkaistaan tässä palvelussa.',
    find: 'Silloin löydät koodillasi oman äänestyslippusi julkaistusta luettelosta ja näet, että se laskettiin oikein.',
    secret: 'Ennen julkaisua koodi ei kerro kenellekään mitään. Julkaisun jälkeen se, jolle näytät koodin, näkee myös, '
      + 'mitä äänestit.',
    replace: 'Voit vielä vaihtaa äänesi.',
    hash: 'Suljetun äänestyslipun tarkiste',
    hashText: 'Suljettujen lippujen luettelo julkaistaan äänestyksen päätyttyä. Tämä tarkiste on siinä.',
    shared: 'Lopuksi: kirjaudu ulos',
    sharedText: 'Muuten seuraava tämän laitteen käyttäjä voi nähdä seurantakoodisi.',
  },

  leave: {
    heading: 'Äänesi ei ole vielä tallentunut',
    text: 'Jos lopetat nyt, valintasi eivät tule mukaan äänestykseen.',
    replacingHeading: 'Uutta valintaasi ei ole vahvistettu',
    replacingText: 'Jos lopetat nyt, se lasketaan mukaan eivätkä uudet valintasi korvaa sitä.',
    nothing: 'Sinulla ei ole vahvistamatta jääneitä valintoja.',
    discard: 'Hylkää valinnat ja poistu',
  },
}
