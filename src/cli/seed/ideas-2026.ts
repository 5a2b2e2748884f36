import { ACCEPT, type SeedIdea } from './content.ts'

/** Ideas of Osbu 2026 and what became of them. Five titles were published in 2024; the rest is made up. */
export const IDEAS_2026: readonly SeedIdea[] = [
  {
    key: 'dogs-jyranko', from: '010280-952L', theme: 'vapaa-aika', place: 'Jyränkö', authorName: 'Koiran kaveri',
    title: 'Koirapuisto Jyränköön',
    body: 'Jyrängössä on paljon koiria mutta ei yhtään aidattua paikkaa, jossa ne saisivat juosta vapaana. Pieni ja '
      + 'iso puoli, pari penkkiä ja roskis riittäisivät hyvin alkuun.',
    then: ACCEPT,
  },
  {
    key: 'dogs-kirkonkyla', from: 1, theme: 'vapaa-aika', place: 'Kirkonkylä', title: 'Koirapuisto Kirkonkylään',
    body: 'Kirkonkylältä on pitkä matka keskustan koirapuistoon. Aidattu alue lähellä olisi iloksi niin koirille kuin '
      + 'niiden ihmisillekin.',
    then: ACCEPT,
  },
  {
    key: 'dogs-fence', from: 2, theme: 'vapaa-aika', place: 'Jyränkö', title: 'Koirille aitaus joen länsipuolelle',
    body: 'Toivon koirille aidattua juoksupaikkaa Jyrängön puolelle, mielellään niin että sinne pääsee kävellen '
      + 'sillalta.',
    then: [{
      kind: 'merge', into: 'dogs-jyranko',
      reason: 'Sama toive kuin Jyrängön koirapuistossa: viedään ne yhdessä eteenpäin.',
    }],
  },
  {
    key: 'campfire', from: 3, theme: 'vapaa-aika', place: 'Sepänniemi', authorName: 'Retkeilevä perhe',
    title: 'Nuotiopaikka Sepänniemeen',
    body: 'Sepänniemi on kaunis paikka viettää iltaa. Kunnollinen nuotiopaikka, penkit ja pieni puuvaja tekisivät '
      + 'siitä koko kaupungin retkipaikan, ja tuli pysyisi siellä missä pitääkin.',
    then: ACCEPT,
  },
  {
    key: 'arboretum', from: 4, theme: 'ymparisto', place: 'Niemelä', title: 'Arboretum Niemelä',
    body: 'Niemelään voisi istuttaa puulajipuiston: puita eri puolilta maailmaa, nimikyltit ja polku niiden välissä. '
      + 'Koulut saisivat siitä ulkoluokan.',
    then: ACCEPT,
  },
  {
    key: 'mural', from: 'workshop', theme: 'lapset-ja-nuoret', place: 'vanhat tenniskentät',
    authorName: 'Nuorten työpaja',
    title: 'Maamuraali vanhoille tenniskentille',
    body: 'Vanhat tenniskentät ovat tyhjillään. Maalataan niiden pintaan iso, värikäs maamuraali, jonka nuoret '
      + 'suunnittelevat yhdessä taiteilijan kanssa.',
    then: ACCEPT,
  },
  {
    key: 'winter-swim', from: '010469-999W', theme: 'vapaa-aika', place: 'Siltasaari', authorName: 'Avantouimari',
    title: 'Talviuintipaikka Siltasaareen',
    body: 'Avantouinti on hyväksi mielelle ja ruumiille. Lämmin pukukoppi, turvallinen laituri ja valo riittäisivät.',
    then: [
      {
        kind: 'ask',
        question: 'Onko mielessäsi paikka, johon pääsee autolla myös talvella? Vesi on saaren kärjessä syvää.',
      },
      { kind: 'answer', text: 'Rannan puolella pysäköintipaikan vieressä olisi hyvä kohta, siinä on loiva ranta.' },
      { kind: 'accept' },
    ],
  },
  {
    key: 'pumptrack', from: 'workshop', theme: 'lapset-ja-nuoret', place: 'Tommola', authorName: '6. luokan oppilaat',
    title: 'Pumppurata Tommolaan',
    body: 'Haluamme radan, jossa voi ajaa pyörällä, skuutilla ja rullalaudalla. Se sopii pienille ja isoille eikä '
      + 'maksa mitään ajajille.',
    then: ACCEPT,
  },
  {
    key: 'scooters', from: 5, theme: 'lapset-ja-nuoret', title: 'Skuuttiramppi lapsille',
    body: 'Alakouluikäisille puuttuu paikka, jossa harjoitella skuutilla. Pieni ramppi jonkin puiston reunaan '
      + 'riittäisi.',
    then: [{
      kind: 'merge', into: 'pumptrack',
      reason: 'Pumppuradalla voi ajaa myös skuutilla, joten toiveet sopivat yhteen.',
    }],
  },
  {
    key: 'library-games', from: 6, theme: 'muu', place: 'kaupunginkirjasto', authorName: 'Lautapelaaja',
    title: 'Lainattavia pelejä ja välineitä kirjastoon',
    body: 'Kirjastosta voisi lainata lautapelejä, lumikenkiä, frisbeegolfkiekkoja ja porakoneen. Kaikkea ei tarvitse '
      + 'ostaa itse.',
    then: ACCEPT,
  },
  {
    key: 'benches', from: 'paper', theme: 'muu', place: 'rantareitti', authorName: 'Eläkeläisten kerho',
    title: 'Penkkejä rantareitin varrelle',
    body: 'Rantareitillä on mukava kävellä, mutta levähdyspaikkoja on harvassa. Selkänojalliset penkit parinsadan '
      + 'metrin välein auttaisivat meitä, joilla jalat väsyvät.',
    then: ACCEPT,
  },
  {
    key: 'rest', from: 7, theme: 'muu', title: 'Levähdyspaikkoja kävelijöille',
    body: 'Penkkejä saisi olla enemmän myös mäkien päällä ja bussipysäkkien lähellä, ei vain rannassa.',
    then: ACCEPT,
  },
  {
    key: 'meadow', from: 8, theme: 'ymparisto', place: 'Myllyoja', title: 'Kukkaniitty pölyttäjille Myllyojalle',
    body: 'Nurmikon leikkaamisen sijasta Myllyojan joutomaalle voisi kylvää niityn kotimaisista kukista. Pölyttäjät '
      + 'kiittävät, ja samalla säästyy bensaa.',
    then: ACCEPT,
  },
  {
    key: 'night-cafe', from: 'workshop', theme: 'lapset-ja-nuoret', authorName: 'Nuorisovaltuusto',
    title: 'Nuorten yökahvila viikonloppuihin',
    body: 'Perjantai- ja lauantai-iltaisin ei ole paikkaa, jossa olla ilmaiseksi ja lämpimässä. Yökahvila toimisi '
      + 'vapaaehtoisten ja nuorisotyön voimin kouluvuoden ajan.',
    then: ACCEPT,
  },
  {
    key: 'traffic-park', from: 9, theme: 'lapset-ja-nuoret', place: 'Vierumäki',
    title: 'Lasten liikennepuisto Vierumäelle',
    body: 'Pienet kadut, suojatiet ja liikennemerkit, joiden keskellä lapset voivat opetella pyöräilemään turvassa '
      + 'autoilta.',
    then: ACCEPT,
  },
  {
    key: 'bird-tower', from: '261298-998X', theme: 'ymparisto',
    authorName: 'Lintumies', title: 'Lintulava Kymenvirran rantaan',
    body: 'Muuttoaikaan virran rannalla näkee vaikka mitä. Matala lava, johon pääsee pyörätuolillakin, ja taulu '
      + 'lajeista toisivat luonnon kaikkien ulottuville.',
    then: [{
      kind: 'refuse',
      reason: 'Rannan luontopolulle tulee ensi kesänä lava muutenkin, joten tästä ei tarvitse äänestää.',
    }],
  },
  {
    key: 'garden-boxes', from: 10, theme: 'ymparisto', language: 'sv',
    authorName: 'Anna', title: 'Odlingslådor på innergårdarna',
    body: 'Många som bor i höghus skulle gärna odla något eget. Staden kunde låna ut odlingslådor och ge en säck jord '
      + 'på våren.',
    then: [{
      kind: 'refuse',
      reason: 'Husbolagens gårdar hör inte till staden, så vi kan inte ställa lådor där. Tack för idén!',
    }],
  },
  {
    key: 'bridge', from: 11, theme: 'muu', place: 'Kymenvirta', title: 'Kevyen liikenteen silta virran yli',
    body: 'Uusi silta lyhentäisi monen koulu- ja työmatkaa ja olisi samalla komea maamerkki.',
    then: [{
      kind: 'refuse',
      reason: 'Silta maksaisi monta kertaa koko määrärahan, 50 000 euroa. Välitämme toiveen kaavoitukseen.',
    }],
  },
  {
    key: 'free-swimming', from: 12, theme: 'vapaa-aika', place: 'uimahalli', title: 'Uimahalliin ilmaiseksi aina',
    body: 'Jos uimahalliin pääsisi ilmaiseksi, moni liikkuisi enemmän ja voisi paremmin.',
    then: [{
      kind: 'refuse',
      reason: 'Kulut jatkuisivat vuodesta toiseen, mutta määräraha on yhden vuoden. Hinnoista päättää lautakunta.',
    }],
  },
  {
    key: 'neighbour', from: 13, theme: 'muu', title: 'Naapurin auto pois pihasta',
    body: 'Naapurini pitää romuautoa pihallaan, ja kaikki tietävät kenestä on kyse. Kaupungin pitäisi tehdä jotain.',
    then: [{
      kind: 'refuse', textHidden: true,
      reason: 'Idea koski yksittäistä ihmistä, joten tekstiä ei julkaista. Ympäristönsuojelu neuvoo asiassa.',
    }],
  },
  {
    key: 'stage', from: 14, theme: 'vapaa-aika', place: 'tori', title: 'Musiikkia torille kesäiltoihin',
    body: 'Pieni lava ja sähkö riittäisivät siihen, että paikalliset soittajat saisivat torin elämään.',
    then: [{ kind: 'ask', question: 'Ajatteletko kiinteää lavaa vai sellaista, jonka voi siirtää pois toripäivinä?' }],
  },
  {
    key: 'lights', from: '010280-952L', theme: 'muu', place: 'Jyränkö', title: 'Valot hämärälle polulle',
    body: 'Rannan ja koulun välinen polku on syksyllä pilkkopimeä. Muutama lamppu toisi turvaa.',
    then: [{ kind: 'withdraw' }],
  },
  {
    key: 'english-cafe', from: 15, theme: 'muu', language: 'en',
    authorName: 'New in town', title: 'Language café for newcomers',
    body: 'A weekly evening where people who have just moved here could practise Finnish with locals over a cup of '
      + 'coffee.',
    then: [{
      kind: 'refuse',
      reason: 'The library starts a language café in January, so this will happen without a vote. Welcome!',
    }],
  },
]
