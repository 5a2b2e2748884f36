/** A part of a page of text: a heading, paragraphs and a list. */
export type Section = {
  readonly heading: string
  readonly text?: readonly string[]
  readonly items?: readonly string[]
  /** The order of the items means something. */
  readonly ordered?: boolean
}

export type TextPage = {
  readonly title: string
  /** What the page holds, for the list of pages. */
  readonly about: string
  readonly lead: string
  readonly sections: readonly Section[]
}

const secrecy: TextPage = {
  title: 'Vaalisalaisuus',
  about: 'Miten äänesi pysyy salassa ja tulee silti laskettua, mitä lupaamme ja mitä emme.',
  lead: 'Mallina on kirjeäänestys: nimetön sisäkuori ja sen ympärillä ulkokuori, jossa nimi on.',
  sections: [
    {
      heading: 'Näin ääni pysyy salassa',
      ordered: true,
      items: [
        'Avaimet. Kierroksella on avainpari. Julkinen avain sulkee liput. Yksityinen avain jaetaan paperilla kolmelle avaimenhaltijalle, ja lippujen avaamiseen tarvitaan heistä kaksi. Kokonaista yksityistä avainta ei tallenneta mihinkään.',
        'Äänestäminen. Kun vahvistat valintasi, ne suljetaan heti salattuun lippuun. Avonaisia valintoja ei tallenneta eikä kirjata lokiin. Uurnassa on yksi rivi henkilöä kohti, joten kukaan ei voi äänestää kahdesti eikä ääni voi kadota merkinnän ja lipun väliin.',
        'Vaihtaminen. Jos kierros sallii sen, voit vaihtaa verkossa antamasi äänen, kunnes äänestys päättyy. Uusi lippu tulee vanhan tilalle.',
        'Paperi. Äänestyspisteessä virkailija tarkistaa henkilöllisyytesi ja kirjaa lomakkeesi. Ääni menee samaan uurnaan samalla tavalla suljettuna.',
        'Päättyminen. Kun äänestys on päättynyt, suljettujen lippujen luettelo julkaistaan. Sen jälkeen kukaan ei voi lisätä, poistaa eikä vaihtaa lippua huomaamatta.',
        'Avaaminen. Kaksi avaimenhaltijaa antaa avaimen osat. Uurnaa verrataan luetteloon, liput avataan, ja niistä irrotetaan tieto äänestäjästä. Avatut liput pannaan satunnaisten seurantakoodien mukaiseen järjestykseen.',
        'Laskenta ja julkaisu. Äänet lasketaan kierroksen säännöllä. Liput julkaistaan seurantakoodin mukaan, ilman äänestystapaa, paikkaa tai aikaa.',
        'Unohtaminen. Muutoksenhakuajan jälkeen kierroksen salaiset avaimet, suljetut liput, niiden varmuuskopiot ja avaimen osat hävitetään. Nimettömät liput jäävät.',
      ],
    },
    {
      heading: 'Mitä lupaamme',
      items: [
        '(a) Se, jolla on tietokanta, varmuuskopio, tietokannan muutosloki (WAL) ja kaikki lokit, ei saa selville, miten kukaan äänesti, eikä sitä, miltä äänestys näyttää kesken kaiken.',
        '(b) Vaiheen 8 jälkeen kukaan ei saa sitä selville.',
        '(c) Jokainen äänestäjä voi nähdä, että hänen lippunsa laskettiin sellaisena kuin hän sen antoi, ja kuka tahansa voi laskea äänet uudelleen.',
      ],
    },
    {
      heading: 'Mitä emme lupaa',
      text: ['Emme lupaa suojaa'],
      items: [
        'kahdelta avaimenhaltijalta, jotka toimivat yhdessä tietokannan ylläpitäjän kanssa ennen vaihetta 8',
        'vihamieliseltä palvelimelta silloin, kun äänestät',
        'haittaohjelmalta omassa laitteessasi',
        'siltä, joka katsoo olkasi yli',
        'virkailijalta, joka kirjaa paperilomakkeesi',
        'äänten myymiseltä: julkaisun jälkeen se, jolle seurantakoodi näytetään, näkee sen valinnat.',
      ],
    },
  ],
}

const verify: TextPage = {
  title: 'Näin tarkistat tuloksen',
  about: 'Oman lipun etsiminen, uurnan luettelo ja äänten laskeminen uudelleen.',
  lead: 'Sinun ei tarvitse luottaa meihin. Kaikki, mitä tarkistamiseen tarvitaan, on julkista.',
  sections: [
    {
      heading: 'Oma äänesi',
      ordered: true,
      items: [
        'Säilytä kuittisi: siinä on seurantakoodi ja suljetun lipun tiiviste.',
        'Kun äänestys on päättynyt, etsi tiiviste suljettujen lippujen luettelosta. Se osoittaa, että lippusi on uurnassa.',
        'Kun tulos on julkaistu, kirjoita seurantakoodi. Näet lippusi julkisessa luettelossa ja sen, mitä kullekin valinnallesi kävi.',
      ],
    },
    {
      heading: 'Uurna',
      text: [
        'Suljettujen lippujen luettelossa on jokaisen uurnassa olleen lipun SHA-256-tiiviste, yksi rivillä, järjestyksessä. Luettelon oma tiiviste on kirjattu tapahtumaketjuun, kun äänestys päättyi.',
        'Tuloksessa kerrotaan, montako lippua uurnassa oli, montako avautui ja mitkä eivät avautuneet. Lukujen on täsmättävä, muuten tulosta ei julkaista.',
      ],
    },
    {
      heading: 'Äänten laskeminen uudelleen',
      ordered: true,
      items: [
        'Lataa tulossivulta tulos (JSON) ja äänestysliput (CSV).',
        'Laske itse: jokaisen ehdotuksen äänet ovat ne liput, joissa sen numero on. Taulukkolaskenta riittää.',
        'Käy lista läpi ylhäältä alas ja vähennä määrärahasta jokainen ehdotus, joka mahtuu.',
        'Tai käytä palvelun avointa ohjelmaa: npm run osbu -- recount tulos.json liput.csv. Se kertoo, täsmääkö kaikki, ja jos ei, missä on ensimmäinen ero.',
      ],
    },
  ],
}

const privacy: TextPage = {
  title: 'Tietosuojaseloste',
  about: 'Mitä tietoja tallennetaan, miksi, kuinka kauan, ja mitkä ovat oikeutesi.',
  lead: 'Henkilötunnustasi ei tallenneta. Näin käsittelemme muita tietojasi.',
  sections: [
    {
      heading: 'Rekisterinpitäjä ja yhteystiedot',
      text: ['Rekisterinpitäjä on Heinolan kaupunki. Tietosuoja-asioissa voit ottaa yhteyttä kaupunkiin palautesivun yhteystietojen kautta.'],
    },
    {
      heading: 'Miksi tietoja käsitellään',
      text: [
        'Tietoja käsitellään osallistuvan budjetoinnin järjestämiseksi: ideoiden vastaanottoon, äänioikeuden tarkistamiseen ja äänestykseen. Peruste on yleistä etua koskeva tehtävä (tietosuoja-asetus 6 artikla 1 kohta e, kuntalaki 22 §).',
        'Ääni voi kertoa poliittisesta mielipiteestä. Siksi äänet tehdään nimettömiksi, eikä ääntä voi yhdistää sinuun julkaistuista tiedoista.',
      ],
    },
    {
      heading: 'Mitä tallennetaan',
      items: [
        'Henkilötunnus: ei tallenneta. Tunnistautuessasi siitä lasketaan avaimella tunniste, josta tunnusta ei voi päätellä, ja tunnus unohdetaan heti.',
        'Äänestäminen: tunniste, suljettu lippu ja äänestyspäivä. Kellonaikaa ei tallenneta. Paperiäänestä myös äänestyspiste, virkailija ja se, miten asuinpaikka varmistettiin.',
        'Äänioikeusluettelo, jos kierroksella on sellainen: vain tunnisteet.',
        'Idea: teksti, aihe, mahdollinen paikka ja kuva, päivä ja tunniste, jolla näet omat ideasi. Nimimerkki ja sähköpostiosoite vain, jos annat ne. Osoite ei ole julkinen. Kuvasta poistetaan sijainti ja muut lisätiedot.',
        'Henkilöstö: nimi, rooli ja tehdyt toimet tapahtumaketjussa.',
        'Lokit: sivu, jolla käytiin, ja vastauksen nopeus. Äänestämisestä ja äänestyspisteen työstä ei jää lokiriviä.',
      ],
    },
    {
      heading: 'Kuinka kauan',
      items: [
        'Äänestäjien tunnisteet, suljetut liput ja äänioikeusluettelo: muutoksenhakuajan loppuun. Sitten ne hävitetään varmuuskopioita myöten.',
        'Nimettömät liput ja tulos: pysyvästi. Niistä ei voi päätellä äänestäjää.',
        'Ideat ja päätökset: kaupungin tiedonohjaussuunnitelman mukaan. Sähköpostiosoitteen voit poistaa itse jokaisen viestin linkistä.',
        'Tapahtumaketju: pysyvästi, jotta kierroksen kulun voi tarkistaa.',
      ],
    },
    {
      heading: 'Kenelle tietoja annetaan',
      text: ['Tietoja ei luovuteta eteenpäin eikä siirretä EU:n ulkopuolelle. Tunnistautuminen tapahtuu Suomi.fi-tunnistuksessa, josta palvelu saa henkilötunnuksesi ja kotikuntasi.'],
    },
    {
      heading: 'Oikeutesi',
      text: [
        'Voit pyytää nähdä tietosi, oikaista virheen, rajoittaa käsittelyä tai vastustaa sitä. Suljettua ääntä kukaan ei voi avata eikä poistaa pyynnöstä, jotta äänestys pysyy salaisena ja oikeana. Ideasi voit perua, kunnes se on mukana äänestyksessä.',
        'Jos olet sitä mieltä, että tietojasi käsitellään väärin, voit valittaa tietosuojavaltuutetulle (tietosuoja.fi).',
      ],
    },
    {
      heading: 'Evästeet',
      text: ['Käytössä ovat vain välttämättömät evästeet: kirjautuminen (enintään tunti kerrallaan), tunnistautumisen kulku ja keskeneräiset lomakkeet salattuina. Kävijöitä ei seurata, eikä sivuilla ole mitään muiden palvelimilta.'],
    },
  ],
}

const accessibility: TextPage = {
  title: 'Saavutettavuusseloste',
  about: 'Miten palvelu on saavutettava, mitä siitä tiedetään puuttuvan ja miten annat palautetta.',
  lead: 'Seloste koskee Heinolan osallistuvan budjetoinnin palvelua. Se perustuu lakiin digitaalisten palvelujen tarjoamisesta (306/2019).',
  sections: [
    {
      heading: 'Palvelun tila',
      text: [
        'Palvelu on tehty täyttämään WCAG 2.2:n A- ja AA-tason vaatimukset. Arvion on tehnyt palvelun tekijä itse automaattisilla testeillä ja käsin. Ulkopuolista arviota ei ole vielä tehty.',
        'Palvelua voi käyttää näppäimistöllä, ruudunlukijalla, suurennettuna, tummana ja ilman JavaScriptiä.',
      ],
    },
    {
      heading: 'Tiedossa olevat puutteet',
      items: [
        'Rajapinnan kuvaus kehittäjille on vain englanniksi, eikä sitä ole arvioitu.',
        'Asukkaiden lähettämät ideat ovat sillä kielellä, jolla ne on kirjoitettu, eikä niitä käännetä.',
        'Ideoiden kuvien kuvaukset ovat lähettäjien kirjoittamia.',
      ],
    },
    {
      heading: 'Huomasitko puutteen?',
      text: ['Kerro siitä meille palautesivun yhteystietojen kautta. Vastaamme 14 päivän kuluessa. Voit myös pyytää saavutettavaa tietoa sellaisesta sisällöstä, jota et pysty käyttämään.'],
    },
    {
      heading: 'Valvontaviranomainen',
      text: [
        'Jos et ole tyytyväinen vastaukseen tai et saa sitä 14 päivässä, voit tehdä ilmoituksen Liikenne- ja viestintävirasto Traficomiin.',
        'Liikenne- ja viestintävirasto Traficom, digitaalisen esteettömyyden ja saavutettavuuden valvontayksikkö. www.saavutettavuusvaatimukset.fi, saavutettavuus@traficom.fi, puhelinvaihde 029 534 5000.',
      ],
    },
  ],
}

const openData: TextPage = {
  title: 'Avoin data ja rajapinta',
  about: 'Tulokset, liput ja ehdotukset koneluettavina kenen tahansa käyttöön.',
  lead: 'Kaikki julkinen tieto on saatavilla myös koneluettavana, ilman rekisteröitymistä.',
  sections: [
    {
      heading: 'Mitä on saatavilla',
      items: [
        'Kierrokset, ideat ja ehdotukset (JSON)',
        'Suljettujen lippujen luettelo äänestyksen päätyttyä (TXT)',
        'Tulos perusteluineen (JSON) ja nimettömät liput (CSV) tuloksen julkaisun jälkeen',
        'Voittajien toteutus ja uutiset (JSON)',
      ],
    },
    { heading: 'Mitä ei ole saatavilla', text: ['Välituloksia ei ole. Äänestyksen aikana kerrotaan vain äänestäneiden määrä alaspäin kymmeniin pyöristettynä.'] },
  ],
}

export const about = {
  title: 'Tietoa Osbusta',
  lead: 'Osallistuvassa budjetoinnissa eli Osbussa heinolalaiset päättävät, mihin kaupunki käyttää osan rahoistaan.',
  how: {
    heading: 'Näin Osbu toimii',
    steps: [
      'Asukkaat lähettävät ideoita. Kuka tahansa voi lähettää idean, iästä riippumatta.',
      'Kaupunki käy ideat läpi, yhdistää samankaltaiset ja arvioi, mitä ne maksavat. Jokainen lähettäjä saa tietää, mitä hänen idealleen kävi ja miksi.',
      'Asukkaat äänestävät verkossa tai paperilla äänestyspisteessä.',
      'Äänet lasketaan julkisella säännöllä. Eniten ääniä saaneet ehdotukset toteutetaan, kunnes raha on käytetty.',
      'Kaupunki kertoo, mitä voittajille kuuluu.',
    ],
  },
  pages: 'Lue lisää',
  allPages: 'Tietoa Osbusta',
  voting: {
    title: 'Kuka saa äänestää',
    about: 'Äänestysikä, kotikunta ja miten äänestetään, jos verkossa ei voi tunnistautua.',
    lead: (round: string): string => `Tiedot koskevat kierrosta ${round}.`,
    none: 'Kierroksia ei ole vielä. Äänioikeus kerrotaan tällä sivulla, kun kierros on avattu.',
    age: (years: number, day: string): string => `Saat äänestää, jos olet viimeistään ${day} täyttänyt ${years} vuotta.`,
    residence: (codes: string): string => `Kotikuntasi on Heinola (kuntanumero ${codes}).`,
    picks: (min: number, max: number): string => `Valitset ${min === max ? max : `${min}–${max}`} ehdotusta. Jokainen valinta on yksi ääni.`,
    once: (mayReplace: boolean): string => mayReplace
      ? 'Jokainen äänestää kerran. Verkossa annetun äänen voi vaihtaa, kunnes äänestys päättyy.'
      : 'Jokainen äänestää kerran. Annettua ääntä ei voi vaihtaa.',
    times: (from: string, to: string): string => `Äänestys on auki ${from} – ${to}.`,
    who: 'Äänioikeus',
    how: 'Verkossa',
    howText: 'Tunnistaudu Suomi.fi-tunnistuksella: pankkitunnuksilla, mobiilivarmenteella tai henkilökortilla.',
    desk: 'Äänestyspisteessä',
    deskText: 'Ota mukaan henkilöllisyystodistus. Äänestyspisteessä äänestetään paperilla. Siellä voit äänestää myös, jos verkossa kotikuntaasi ei saada tietoon.',
    noStations: 'Äänestyspisteet kerrotaan myöhemmin.',
  },
  secrecy, verify, privacy, accessibility, openData,
  chain: {
    heading: 'Tapahtumaketju',
    text: 'Henkilökunnan toimet kirjataan ketjuun, jossa jokaisella tapahtumalla on edellisen tiiviste. Ketjun viimeinen tiiviste julkaistaan joka päivä. Jos ketju kirjoitettaisiin myöhemmin uudelleen, vanhat tiivisteet eivät enää olisi siinä. Ota tiiviste talteen, niin voit pyytää kaupunkia näyttämään, että se on yhä ketjussa.',
    latest: (day: string, events: string): string => `Tiiviste ${day}, tapahtumia ${events}:`,
    none: 'Tiivisteitä ei ole vielä julkaistu.',
    file: 'Kaikki päivät (JSON)',
  },
  statementDate: (day: string): string => `Seloste on laadittu ${day}.`,
  apiDocs: 'Rajapinnan kuvaus (englanniksi)',
  checkVote: 'Tarkista oma äänesi',
  results: 'Tulokset ja tiedostot',
  giveFeedback: 'Palautesivu',
  claims: 'Lue, miten äänesi pysyy salassa',
  feedback: {
    title: 'Anna palautetta',
    about: 'Kysymykset, palaute ja saavutettavuuspuutteet.',
    lead: 'Kerro meille, jos jokin ei toimi, puuttuu tai jää epäselväksi. Saavutettavuuspalautteeseen vastaamme 14 päivän kuluessa.',
    email: 'Sähköposti',
    phone: 'Puhelin',
    none: 'Palautteen yhteystietoja ei ole vielä lisätty palveluun. Ota yhteyttä Heinolan kaupungin asiakaspalveluun.',
    tellUs: 'Kerro mielellään',
    tell: ['mitä olit tekemässä ja millä sivulla', 'mitä tapahtui', 'millä laitteella ja selaimella'],
    neverTell: 'Älä lähetä henkilötunnustasi, seurantakoodiasi tai sitä, mitä äänestit.',
    authority: 'Jos et saa vastausta saavutettavuuspalautteeseen, voit ilmoittaa siitä Traficomiin. Yhteystiedot ovat saavutettavuusselosteessa.',
  },
}
