import type { CostBasis, CountingRule } from '../../../kernel/index.ts'
import type { TallyResult, TallyRow } from '../../../tally/index.ts'

const IN_WORDS = ['', '', 'kaksi', 'kolme', 'neljä', 'viisi', 'kuusi', 'seitsemän', 'kahdeksan', 'yhdeksän', 'kymmenen']

function chosen(winners: number): string {
  return winners === 1 ? 'yhden ehdotuksen' : `${IN_WORDS[winners] ?? winners} ehdotusta`
}

const tieRules: Record<TallyRow['tieBrokenBy'][number], string> = {
  'lower-cost': 'edullisempi ehdotus',
  'more-votes': 'suurempi äänimäärä',
  'proposal-number': 'pienempi ehdotusnumero',
  lot: 'arpa',
  none: 'päättäjät',
}

const costBases: Record<CostBasis, string> = { max: 'ylärajaa', min: 'alarajaa' }

const rules: Record<CountingRule, string> = {
  greedy: 'Äänimäärän mukaan, mahtumattomat ohittaen',
  'greedy-no-skip': 'Äänimäärän mukaan, kunnes jokin ei mahdu',
  'top-n': 'Eniten ääniä saaneet',
  'equal-shares': 'Tasaosuudet',
  phragmen: 'Phragménin sääntö',
}

export const results = {
  title: (round: string): string => `${round}: tulos`,
  headline: (winners: number, money: string, voters: string | null, votersCount: number | null): string => {
    const who = voters === null ? 'Äänestäjät valitsivat' : votersCount === 1 ? '1 äänestäjä valitsi' : `${voters} äänestäjää valitsi`
    return winners === 0
      ? 'Yksikään ehdotus ei mahtunut määrärahaan.'
      : `${who} toteutettavaksi ${chosen(winners)}, yhteensä ${money}.`
  },
  rounds: 'Kierrokset, joilla on tulos',
  voters: 'Äänestäjiä',
  votersUnknown: 'Ei tiedossa',
  votes: 'Ääniä',
  turnout: 'Äänestysprosentti',
  turnoutOf: (entitled: string): string => `${entitled} äänioikeutetusta`,
  used: 'Määrärahasta käytetään',
  left: 'Jää käyttämättä',
  ofEnvelope: (money: string): string => `${money} määrärahasta`,
  imported: 'Tuotu kierros: osa tiedoista on esimerkkejä',
  exampleCost: 'esimerkkihinta',
  barNote: 'Palkin pituus kertoo äänet verrattuna eniten ääniä saaneeseen ehdotukseen.',
  ranking: 'Ehdotukset äänimäärän mukaan',
  rank: 'Sija',
  votesUnit: (votes: number): string => (votes === 1 ? 'ääni' : 'ääntä'),
  ofVotes: (percent: string): string => `${percent} äänistä`,
  ofVoters: (percent: string): string => `${percent} äänestäjistä`,
  number: (number: number): string => `Numero ${number} äänestyslipussa.`,
  outcomes: {
    carried_out: 'Toteutetaan', did_not_fit: 'Ei mahtunut', below_the_cut: 'Jäi listan ulkopuolelle',
    too_little_support: 'Kannatus ei riittänyt', undecided: 'Ratkaisematta',
  } satisfies Record<TallyRow['outcome'], string>,
  reasons: {
    fits: (left: string): string => `Tämän jälkeen määrärahaa jäi ${left}.`,
    doesNotFit: (cost: string, left: string): string => `Ei mahtunut: maksaa ${cost}, mutta jäljellä oli ${left}.`,
    belowTheCut: (stoppedAt: string): string => `Jako päättyi ehdotukseen ${stoppedAt}, joka ei enää mahtunut.`,
    amongTheFirst: (place: string, n: string): string => `Sija ${place}. Toteutetaan ${n} ensimmäistä.`,
    notAmongTheFirst: (place: string, n: string): string => `Sija ${place}. Vain ${n} ensimmäistä toteutetaan.`,
    sharesPaid: (count: number, supporters: string, price: string, turn: string, someLess: boolean): string =>
      `Valittiin ${turn}. vuorolla: ${count === 1 ? `ainoa kannattaja maksoi osuudestaan ${price}.`
        : `kukin sen ${supporters} kannattajasta maksoi osuudestaan ${price}${someLess ? ' tai kaiken, mitä osuudesta oli jäljellä' : ''}.`}`,
    supportersShort: (cost: string, have: string, count: number, supporters: string): string =>
      `Maksaa ${cost}, mutta ${count === 1 ? 'sen ainoalla kannattajalla' : `sen ${supporters} kannattajalla`} oli osuuksista jäljellä yhteensä vain ${have}.`,
    loadLowest: (count: number, supporters: string, load: string, turn: string): string =>
      `Valittiin ${turn}. vuorolla: ${count === 1 ? `ainoan kannattajan kuormaksi tuli ${load}` : `kunkin sen ${supporters} kannattajasta kuormaksi tuli ${load}`}. Pienempää kuormaa ei olisi antanut mikään muu ehdotus.`,
    noSupporters: 'Kukaan ei äänestänyt tätä.',
    undecided: 'Laskenta ei ratkaise tätä, vaan päättäjät.',
  },
  doesNotFit: (cost: string, left: string): string => `Ei mahtunut: ${cost} > ${left} jäljellä`,
  sharedRank: (others: string): string => `Yhtä monta ääntä kuin ${others}.`,
  followUp: 'Katso, mitä voittajille kuuluu',
  ties: {
    heading: 'Tasatilanteet',
    equal: (votes: string, titles: string): string => `${votes} ääntä sai kukin: ${titles}.`,
    mattered: (rule: string): string => `Tasatilanne vaikutti siihen, mikä toteutetaan. Järjestyksen ratkaisi ${rule}.`,
    didNotMatter: 'Tasatilanne ei vaikuttanut siihen, mitkä ehdotukset toteutetaan.',
    rules: tieRules,
    then: ', sen jälkeen ',
  },
  ballots: {
    heading: 'Liput',
    allGood: (count: string): string => `Uurnassa oli ${count} lippua. Kaikki avautuivat ja olivat kelvollisia.`,
    opened: (sealed: string, opened: string): string => `Uurnassa oli ${sealed} lippua, joista avautui ${opened}.`,
    blank: (count: string): string => `Tyhjiä lippuja oli ${count}.`,
    invalid: (count: number): string => (count === 1 ? 'Yksi lippu hylättiin:' : `${count} lippua hylättiin:`),
    invalidReasons: {
      too_many_picks: 'liian monta valintaa', too_few_picks: 'liian vähän valintoja',
      unknown_proposal: 'ehdotus, jota ei ole', same_pick_twice: 'sama ehdotus kahdesti',
    },
    otherReason: 'lippu ei noudata kierroksen sääntöjä',
    unopenable: (count: number): string => (count === 1 ? 'Yksi lippu ei avautunut:' : `${count} lippua ei avautunut:`),
    unopenableReason: 'sinetti oli rikki',
    imported: (count: string): string => `Laskennassa oli ${count} lippua.`,
  },
  downloads: {
    heading: 'Lataa ja laske itse',
    intro: 'Liput ovat julkisia, mutta kukaan ei näe, kenen ne ovat. Kuka tahansa voi laskea äänet uudelleen.',
    result: 'Tulos (JSON)',
    resultCsv: 'Tulos taulukkona (CSV)',
    dataset: 'Kaikki tiedostot ja niiden kuvaus',
    ballots: 'Äänestysliput (CSV)',
    urnList: 'Suljettujen lippujen luettelo (TXT)',
    howTo: 'Näin lasket äänet uudelleen',
  },
  how: {
    heading: 'Näin äänet laskettiin',
    picks: (min: number, max: number): string =>
      `Jokainen valinta on yksi ääni. Yhdessä lipussa on ${min === max ? max : `${min}–${max}`} ${max === 1 ? 'valinta' : 'valintaa'}.`,
    order: 'Ehdotukset pannaan järjestykseen: eniten ääniä saanut on ensimmäinen.',
    orderInTurns: 'Luettelossa ehdotukset ovat äänimäärän mukaan, mutta järjestys ei ratkaise sitä, mikä toteutetaan.',
    tie: {
      'lower-cost': 'Jos äänet menevät tasan, edullisempi ehdotus on ensin.',
      'proposal-number': 'Jos äänet menevät tasan, pienempi ehdotusnumero on ensin.',
      lot: 'Jos äänet menevät tasan, järjestys arvotaan. Arvan voi laskea uudelleen, mutta sitä ei voi tietää ennen kuin liput on avattu.',
      none: 'Jos tasatilanne vaikuttaa tulokseen, laskenta jää kesken ja päättäjät ratkaisevat sen.',
    } satisfies Record<TallyResult['tieRule'], string>,
    steps: {
      greedy: [
        'Lista käydään läpi ylhäältä alas. Ehdotus toteutetaan, jos jäljellä oleva raha riittää siihen.',
        'Jos raha ei riitä, ehdotus ohitetaan ja kokeillaan seuraavaa.',
      ],
      'greedy-no-skip': [
        'Lista käydään läpi ylhäältä alas. Ehdotus toteutetaan, jos jäljellä oleva raha riittää siihen.',
        'Jos raha ei riitä, lista päättyy siihen.',
      ],
      'top-n': ['Luvattu määrä ehdotuksia listan alusta toteutetaan.'],
      'equal-shares': [
        'Määräraha jaetaan äänestäjille yhtä suuriin osuuksiin.',
        'Ehdotus voidaan valita, kun sen kannattajat pystyvät maksamaan sen yhdessä osuuksistaan. Jokainen kannattaja maksaa siitä yhtä paljon tai kaiken, mitä osuudesta on jäljellä.',
        'Joka vuorolla valitaan ehdotus, joka on kannattajilleen edullisin, kunnes kannattajien osuudet eivät riitä enää mihinkään.',
      ],
      phragmen: [
        'Ehdotuksen hinta on kuorma, joka jaetaan kannattajien kesken niin, että kaikilla heillä on lopuksi yhtä paljon kuormaa.',
        'Joka vuorolla valitaan ehdotus, jonka kannattajille jää pienin kuorma.',
        'Laskenta päättyy, kun seuraavaan ei ole rahaa.',
      ],
    } satisfies Record<CountingRule, readonly string[]> as Record<CountingRule, readonly string[]>,
    cost: (basis: CostBasis): string => `Ehdotuksen hintana on kustannusarvion ${basis === 'max' ? 'yläraja' : 'alaraja'}.`,
    ruleName: 'Laskentasääntö',
    rules,
    costBasis: 'Hinnasta käytetään',
    costBases,
    tieRule: 'Tasatilanteen ratkaisee',
    inputHash: 'Laskennan syötteen tiiviste (SHA-256)',
  },
  check: 'Tarkista oma äänesi',
  checkText: 'Jos tallensit seurantakoodin, näet, että äänesi on mukana juuri niin kuin sen annoit.',
  notYet: {
    heading: (round: string): string => `${round}: tulosta ei ole vielä`,
    voting: (weekday: string, time: string): string =>
      `Äänestys päättyy ${weekday} klo ${time}. Sen jälkeen uurna avataan, äänet lasketaan ja tulos julkaistaan tällä sivulla.`,
    counting: 'Äänestys on päättynyt. Tulos julkaistaan tällä sivulla, kun äänet on laskettu.',
    before: (weekday: string, time: string): string => `Äänestys alkaa ${weekday} klo ${time}. Tulos julkaistaan tällä sivulla äänestyksen jälkeen.`,
    none: 'Tuloksia ei ole vielä',
    noneText: 'Kun ensimmäinen kierros on äänestetty, näet tuloksen tällä sivulla.',
    coming: (round: string): string => `${round}: tulosta odotetaan.`,
    others: 'Aiemmat tulokset',
    /** Nothing of the count is told before publication, not even to the curious. */
    quiet: 'Välituloksia ei ole kenelläkään: liput ovat suljettuina uurnassa.',
  },
  yourVote: {
    title: 'Tarkista äänesi',
    code: 'Seurantakoodi',
    codeHint: 'Koodissa on 16 merkkiä, esimerkiksi 7K2M-9QXR-4TBD-0WHN. Välit, viivat ja pienet kirjaimet eivät haittaa.',
    submit: 'Tarkista',
    lead: (round: string): string => `${round}: kirjoita seurantakoodi, jonka sait äänestettyäsi.`,
    private: 'Koodia ei tallenneta eikä se näy osoitteessa. Kuka tahansa, joka tietää koodisi, näkee saman kuin sinä.',
    found: 'Äänesi on laskettu mukaan',
    foundInvalid: 'Lippusi löytyi, mutta se hylättiin',
    foundText: (place: string, all: string): string => `Lippu on julkisessa luettelossa: se on ${place}. lippu, kun lippuja on ${all}.`,
    picked: 'Tätä lippu äänesti',
    blank: 'Lipussa ei ole valintoja.',
    pickRank: (rank: number, votes: string): string => `Sija ${rank}, yhteensä ${votes} ääntä.`,
    list: 'Kohta julkisessa luettelossa',
    listText: 'Luettelo on koodien mukaisessa järjestyksessä, joten paikka ei kerro, milloin lippu annettiin.',
    listCode: 'Koodi',
    listPicks: 'Valinnat',
    mine: 'sinun lippusi',
    wholeList: 'Lataa koko luettelo (CSV)',
    wrong: 'Ovatko valinnat muita kuin antamasi? Ota heti yhteyttä kaupunkiin.',
    again: 'Tarkista toinen koodi',
    notFound: 'Koodilla ei löydy lippua',
    notFoundWhy: [
      'Tarkista koodi merkki merkiltä. Siinä ei ole kirjaimia I, L, O eikä U: ne luetaan numeroina 1 ja 0, ja U on luultavasti V.',
      'Jos vaihdoit ääntäsi, vain viimeisin koodi on luettelossa. Aiempi lippu korvautui.',
      'Jos äänestit paperilla, koodi on lipukkeessa, jonka sait äänestyspisteestä.',
      'Jos lippusi korjattiin äänestyspisteessä, vain korjauksen jälkeen saamasi lipukkeen koodi on luettelossa.',
      'Koodi kuuluu yhteen kierrokseen. Tarkista, että kierros on oikea.',
    ],
    notFoundHelp: 'Eikö koodi löydy vieläkään? Kerro siitä kaupungille, niin asia selvitetään.',
    early: {
      title: 'Äänesi voi tarkistaa, kun tulos on julkaistu',
      text: 'Seurantakoodi on suljetun lipun sisällä. Koodit tulevat näkyviin vasta, kun uurna on avattu ja tulos julkaistu. Säilytä koodisi siihen asti.',
      voting: (weekday: string, time: string): string => `Äänestys päättyy ${weekday} klo ${time}.`,
    },
    seal: {
      heading: 'Onko lippuni uurnassa?',
      lead: 'Uurnassa olevien lippujen luettelo on julkaistu. Kirjoita kuittisi tiiviste, niin näet, että lippusi on luettelossa.',
      label: 'Lipun tiiviste',
      hint: '64 merkkiä: numeroita ja kirjaimia a–f. Tiiviste on kuitissasi seurantakoodin alla.',
      submit: 'Etsi luettelosta',
      found: 'Lippusi on uurnassa',
      foundText: (place: string, all: string): string =>
        `Tiiviste on suljettujen lippujen luettelossa kohdassa ${place}, kun lippuja on ${all}. Luettelo lukittiin, kun äänestys päättyi, eikä siihen voi lisätä eikä siitä poistaa mitään.`,
      notFound: 'Tiivistettä ei ole luettelossa',
      notFoundText: 'Tarkista, että kopioit koko tiivisteen. Jos vaihdoit ääntäsi, vain viimeisimmän kuitin tiiviste on luettelossa.',
      file: 'Lataa luettelo (TXT)',
      later: 'Kun äänestys on päättynyt, voit tarkistaa täällä, että lippusi on uurnassa.',
    },
    imported: 'Tämän kierroksen liput on tuotu aiemmasta, joten kenelläkään ei ole niihin seurantakoodia.',
    none: 'Tarkistettavaa kierrosta ei ole',
    noneText: 'Kun tulos on julkaistu, voit tarkistaa täällä oman äänesi.',
    otherRounds: 'Toinen kierros',
    toResults: 'Katso tulos',
  },
}
