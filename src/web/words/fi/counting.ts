import type { CountingRule, EqualSharesOptions } from '../../../kernel/index.ts'

/** What the settings of a rule are called, and what they do, in the form and wherever a round's rules are read. */
const settings = {
  topN: 'Kuinka monta ehdotusta toteutetaan',
  utility: {
    label: 'Kun kannattajat vertaavat ehdotuksia',
    cost: 'Kallis ehdotus on kannattajalleen arvokkaampi kuin halpa',
    cardinal: 'Jokainen ehdotus on kannattajalleen yhtä arvokas',
  } satisfies Record<'label' | EqualSharesOptions['utility'], string>,
  completion: {
    label: 'Jos rahaa jää jakamatta',
    none: 'Se jää käyttämättä',
    greedy: 'Loput jaetaan äänimäärän mukaan',
    'add-one': 'Jokaisen osuutta kasvatetaan askel kerrallaan',
    'add-one-greedy': 'Osuuksia kasvatetaan askel kerrallaan, ja loput jaetaan äänimäärän mukaan',
  } satisfies Record<'label' | EqualSharesOptions['completion'], string>,
  startingBudget: {
    label: 'Äänestäjän osuus alussa',
    exact: 'Tarkka: määräraha jaettuna äänestäjien määrällä',
    integral: 'Pyöristettynä alaspäin täysiin askeliin',
  } satisfies Record<'label' | EqualSharesOptions['startingBudget'], string>,
  stopWhenExhausted: 'Osuuksien kasvatus loppuu heti, kun mikään ääniä saanut ehdotus ei enää mahdu',
  step: 'Askel',
}

const means: Record<CountingRule, string> = {
  greedy: 'Eniten ääniä saanut toteutetaan ensin. Jos rahat eivät riitä johonkin, se ohitetaan ja kokeillaan seuraavaa.',
  'greedy-no-skip':
    'Eniten ääniä saanut toteutetaan ensin. Kun rahat eivät riitä seuraavaan, jako loppuu, vaikka jokin halvempi vielä mahtuisi.',
  'top-n':
    'Luvattu määrä ehdotuksia toteutetaan äänimäärän mukaan. Jos ne maksavat yhteensä enemmän kuin määräraha, laskenta jää päättäjien ratkaistavaksi.',
  'equal-shares':
    'Jokainen äänestäjä saa yhtä suuren osuuden määrärahasta. Ehdotus toteutetaan, kun sen kannattajat pystyvät maksamaan sen yhdessä. Näin pienempikin ryhmä saa jotakin.',
  phragmen:
    'Ehdotuksen hinta jaetaan tasan sen kannattajille. Joka vaiheessa valitaan se, joka kuormittaa kannattajiaan vähiten. Laskenta päättyy, kun seuraavaan ei riitä rahaa.',
}

const form = {
  settingsOf: (rule: string): string => `${rule}: asetukset`,
  topNHint: 'Niiden on yhdessä mahduttava määrärahaan.',
  stepHint: 'Näin paljon jokaisen osuus kasvaa kerrallaan. Tavallisesti 1.',
}

const comparison = {
  title: (round: string): string => `${round}: sääntöjen vertailu`,
  link: 'Mitä muut säännöt olisivat valinneet?',
  lead: (rule: string): string =>
    `Tulos laskettiin säännöllä ”${rule}”, ja se on voimassa. Tästä näet vertailun vuoksi, mitä muut säännöt olisivat valinneet samoista lipuista.`,
  planTitle: 'Vertaile laskentasääntöjä',
  planLead: (past: string, plan: string): string =>
    `Kierroksen ${past} liput on laskettu tässä uudelleen niillä säännöillä, jotka kierrokselle ${plan} on nyt valittu. Niiden vieressä näet, mitä muut säännöt olisivat valinneet samoista lipuista.`,
  planStays: 'Vertailu ei muuta mitään. Kierroksen sääntö valitaan asetuksissa, ja se lukkiutuu, kun äänestys alkaa.',
  rehearsalLead: (rule: string): string =>
    `Harjoituksen sääntö on ”${rule}”. Tästä näet, mitä muut säännöt olisivat valinneet samoista lipuista. Kierroksen sääntö on silti se, joka asetuksissa on.`,
  closedTitle: 'Sääntöjä voi vertailla, kun tulos on julkaistu',
  closedText:
    'Ennen julkaisua ei näytetä, mitä toinen sääntö antaisi, jottei se vaikuttaisi siihen, mikä tulos julkaistaan. Sääntöjä voi vertailla harjoituksen lipuilla, menneen kierroksen lipuilla ja ennen kuin kierroksen säännöt lukkiutuvat.',
  figures: 'Luvut säännöittäin',
  columns: {
    rule: 'Sääntö', winners: 'Ehdotuksia toteutetaan', spent: 'Rahaa käytetään', represented: 'Äänestäjiä, joilta ainakin yksi valinta toteutuu',
    winnersPerVoter: 'Toteutuvia valintoja äänestäjää kohti', costPerVoter: 'Niiden hinta äänestäjää kohti',
  },
  own: 'Kierroksen sääntö',
  ofVoters: (voters: string, percent: string): string => `${voters} (${percent})`,
  undecided: {
    tie: 'Jää kesken: tasatilanteen ratkaisevat päättäjät.',
    over_the_envelope: 'Jää kesken: luvatut ehdotukset maksavat enemmän kuin määräraha.',
  },
  chosen: 'Mitä kukin sääntö valitsee',
  chosenNote: 'Luettelossa ovat ehdotukset, jotka ainakin yksi sääntö valitsee.',
  nothingChosen: 'Mikään sääntö ei valitse yhtään ehdotusta.',
  proposal: 'Ehdotus', yes: 'Kyllä', no: 'Ei',
  meaning: 'Mitä luvut tarkoittavat',
  meanings: (ballots: string): readonly string[] => [
    `Äänestäjiksi on laskettu ${ballots} hyväksyttyä lippua. Hylätyt liput eivät ole mukana, tyhjät ovat.`,
    'Toteutuvia valintoja äänestäjää kohti: kuinka moni äänestäjän valitsemista ehdotuksista keskimäärin toteutuu.',
    'Niiden hinta äänestäjää kohti: mitä äänestäjän valitsemat ja toteutuvat ehdotukset maksavat keskimäärin yhteensä. Ehdotuksen koko hinta lasketaan jokaiselle, joka valitsi sen.',
  ],
  settings: 'Tasaosuudet on laskettu tavallisilla asetuksilla:',
  sameNumber: (n: string): string => `”Eniten ääniä saaneet” tarkoittaa tässä yhtä monta ehdotusta kuin kierroksen oma sääntö valitsee: ${n}.`,
  lot: 'Arpa arvotaan kullekin säännölle erikseen, joten sama tasatilanne voi ratketa eri säännöillä eri tavoin.',
  json: 'Vertailu tiedostona (JSON)',
}

const recount = {
  title: 'Laske äänet uudelleen selaimessa',
  lead: 'Valitse julkaistut tiedostot, niin selaimesi laskee äänet uudelleen ja vertaa niitä julkaistuun tulokseen.',
  stays: 'Tiedostot eivät lähde laitteeltasi. Tämän sivun ohjelmilta on estetty yhteydet verkkoon (Content-Security-Policy: connect-src ’none’).',
  code: (kilobytes: string): string =>
    `Laskennan tekee sama ohjelmakoodi, jolla kierros laskettiin. Selaimesi lataa sen, kun avaat tämän sivun: noin ${kilobytes} kt.`,
  where: 'Tiedostot löytyvät kunkin kierroksen avoimen datan sivulta:',
  withoutScripts: 'Tämä sivu tarvitsee JavaScriptin. Ilman sitä voit laskea äänet uudelleen komennolla:',
  guide: 'Muut tavat laskea uudelleen',
  two: { heading: 'Tulos ja liput', result: 'Tulos (tiedosto, jonka nimi päättyy ‑result.json)', ballots: 'Äänestysliput (tiedosto, jonka nimi päättyy ‑ballots.csv)' },
  one: { heading: 'Tai yksi PB-tiedosto', pb: 'PB-tiedosto (.pb). Se voi olla myös toisen kunnan.' },
  submit: 'Laske uudelleen',
  link: 'Laske uudelleen selaimessa',
  texts: {
    missing: 'Valitse tiedosto.',
    counting: 'Lasketaan…',
    agrees: 'Laskenta antaa saman tuloksen kuin julkaistu',
    agreesPartly: 'Laskenta antaa saman tuloksen niiltä osin kuin sen voi tarkistaa',
    differs: 'Laskenta antaa eri tuloksen kuin julkaistu',
    differsText: 'Jokin tiedostoista on muuttunut, tiedostot ovat eri kierroksilta tai tulos on väärin. Lataa tiedostot uudelleen. Jos ero säilyy, kerro siitä kaupungille.',
    hashDiffers: 'Tiiviste on eri: jokin lippu, ehdotus tai sääntö ei ole sama kuin se, josta tulos laskettiin.',
    unreadable: 'Tiedostoa ei voi laskea',
    inEnglish: 'Ohjelman oma selitys on englanniksi:',
    notInBallots: 'Nimiä, otsikoita ja aikoja ei voi tarkistaa lipuista: niissä on vain numeroita. Lipuista ei näy sekään, montako lippua uurnassa oli tai mitkä jäivät avautumatta.',
    unchecked: 'Tätä ei voi tarkistaa tiedostosta (englanniksi):',
    failed: 'Laskenta ei onnistunut tässä selaimessa',
    failedText: 'Selain on ehkä liian vanha tai tiedosto siirtyi. Valitse tiedostot uudelleen tai käytä komentoa.',
    ballots: '{ballots} lippua, {votes} ääntä, {proposals} ehdotusta. Hylättyjä lippuja: {invalid}.',
    hash: 'Kaiken lasketun tiiviste on sama: {hash}.',
    rows: 'Sääntö ”{rule}” antaa samat toteutettavat ehdotukset.',
    rowsAll: 'Sääntö ”{rule}” antaa jokaiselle ehdotukselle saman sijan, prosentin, ratkaisun ja perustelun.',
    noTies: 'Millään kahdella ehdotuksella ei ole yhtä paljon ääniä.',
    ties: 'Tasatilanteita: {ties}. Ne ratkeavat samoin.',
    money: 'Toteutettavat maksavat yhteensä {spent}, ja määräraha on {envelope}.',
  },
}

const trace = {
  shares: 'Vuoro vuorolta: kuka maksoi mitä',
  burdens: 'Vuoro vuorolta: kuormat',
  share: (sharers: string, share: string): string => `Osuuden sai ${sharers} äänestäjää, ja osuus oli lopuksi ${share}.`,
  runs: (runs: string): string => `Osuutta kasvatettiin askel kerrallaan. Ostot laskettiin alusta ${runs} kertaa.`,
  completion: (titles: string): string => `Jäljelle jääneillä rahoilla valittiin äänimäärän mukaan: ${titles}.`,
  columns: { turn: 'Vuoro', proposal: 'Ehdotus', cost: 'Hinta', supporters: 'Kannattajia', price: 'Kukin maksoi', perPoint: 'Hinta pistettä kohti', less: 'Maksoi kaiken jäljellä olevan', load: 'Kuorma kannattajaa kohti' },
  less: (voters: string, together: string): string => `${voters}, yhteensä ${together}`,
  exactly: (fraction: string): string => `tarkasti ${fraction} senttiä`,
  rounded: 'Summat on pyöristetty sentin tarkkuuteen. Pitkät tarkat luvut ovat tuloksen JSON-tiedostossa.',
  tie: (turn: string, titles: string, rule: string): string => `${turn}. vuorolla yhtä hyviä olivat: ${titles}. Ensimmäiseksi valitun ratkaisi ${rule}.`,
  undecided: {
    title: 'Laskenta jäi kesken: päättäjien on ratkaistava se',
    tie: (titles: string): string => `Nämä ovat tasan, eikä kierroksella ole sääntöä, joka valitsisi niistä: ${titles}.`,
    over: (titles: string, cost: string, envelope: string): string => `Luvatut ehdotukset maksavat yhteensä ${cost}, mutta määräraha on ${envelope}: ${titles}.`,
    act: 'Tulosta ei voi julkaista tästä palvelusta, ennen kuin asia on ratkaistu. Viekää tämä sivu päättäjille. Kierroksen sääntöjä tai lippuja ei saa muuttaa jälkikäteen.',
  },
}

export const counting = { settings, means, form, trace, comparison, recount }
