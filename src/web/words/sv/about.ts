import type { about as finnish } from '../fi/about.ts'

export const about: typeof finnish = {
  title: 'Om Osbu',
  lead: 'I deltagande budgetering, Osbu, bestämmer Heinolaborna vad staden använder en del av sina pengar till.',
  how: {
    heading: 'Så här fungerar Osbu',
    steps: [
      'Invånarna skickar in idéer. Vem som helst kan skicka en idé, oavsett ålder.',
      'Staden går igenom idéerna, slår ihop de som liknar varandra och uppskattar vad de kostar. Alla som skickat en idé får veta hur det gick och varför.',
      'Invånarna röstar på nätet eller på papper på ett röstningsställe.',
      'Rösterna räknas enligt en offentlig regel. Förslagen med flest röster genomförs tills pengarna är slut.',
      'Staden berättar hur det går för vinnarna.',
    ],
  },
  pages: 'Läs mer',
  allPages: 'Om Osbu',
  voting: {
    title: 'Vem får rösta',
    about: 'Rösträttsålder, hemkommun och hur man röstar om man inte kan identifiera sig på nätet.',
    lead: (round) => `Uppgifterna gäller omgången ${round}.`,
    none: 'Det finns inga omgångar ännu. Rösträtten berättas här när en omgång har öppnats.',
    age: (years, day) => `Du får rösta om du har fyllt ${years} år senast den ${day}.`,
    residence: (codes) => `Din hemkommun är Heinola (kommunnummer ${codes}).`,
    picks: (min, max) => `Du väljer ${min === max ? max : `${min}–${max}`} förslag. Varje val är en röst.`,
    once: (mayReplace) => mayReplace
      ? 'Alla röstar en gång. En röst som getts på nätet kan bytas tills omröstningen avslutas.'
      : 'Alla röstar en gång. En avgiven röst kan inte bytas.',
    times: (from, to) => `Omröstningen är öppen ${from} – ${to}.`,
    who: 'Rösträtt',
    how: 'På nätet',
    howText: 'Identifiera dig med Suomi.fi-identifikation: bankkoder, mobilcertifikat eller identitetskort.',
    desk: 'På ett röstningsställe',
    deskText: 'Ta med en identitetshandling. På röstningsstället röstar man på papper. Där kan du rösta också om din hemkommun inte kan fås fram på nätet.',
    noStations: 'Röstningsställena meddelas senare.',
  },
  secrecy: {
    title: 'Valhemligheten',
    about: 'Hur din röst hålls hemlig och ändå räknas, vad vi lovar och vad vi inte lovar.',
    lead: 'Förebilden är brevröstning: ett innerkuvert utan namn, och omkring det ett ytterkuvert med namnet.',
    sections: [
      {
        heading: 'Så här hålls rösten hemlig',
        ordered: true,
        items: [
          'Nycklar. Omgången har ett nyckelpar. Den offentliga nyckeln försluter röstsedlarna. Den privata nyckeln delas på papper mellan tre nyckelinnehavare, och två av dem behövs för att öppna sedlarna. Hela den privata nyckeln sparas ingenstans.',
          'Röstning. När du bekräftar dina val försluts de genast i en krypterad röstsedel. Öppna val sparas eller loggas inte. Urnan har en rad per person, så ingen kan rösta två gånger och ingen röst kan försvinna mellan prickningen och sedeln.',
          'Byte. Om omgången tillåter det kan du byta en röst som du gett på nätet tills omröstningen avslutas. Den nya sedeln ersätter den gamla.',
          'Papper. På röstningsstället kontrollerar en funktionär din identitet och registrerar din blankett. Rösten går till samma urna, försluten på samma sätt.',
          'Avslutning. När omröstningen har avslutats publiceras förteckningen över de förseglade röstsedlarna. Därefter kan ingen lägga till, ta bort eller byta en sedel utan att det märks.',
          'Öppning. Två nyckelinnehavare ger sina nyckeldelar. Urnan jämförs med förteckningen, sedlarna öppnas och uppgiften om väljaren tas bort. De öppnade sedlarna ordnas enligt sina slumpmässiga uppföljningskoder.',
          'Räkning och publicering. Rösterna räknas enligt omgångens regel. Sedlarna publiceras enligt uppföljningskod, utan röstningssätt, plats eller tid.',
          'Glömska. Efter besvärstiden förstörs omgångens hemliga nycklar, de förseglade sedlarna, deras säkerhetskopior och nyckeldelarna. De anonyma sedlarna finns kvar.',
        ],
      },
      {
        heading: 'Det här lovar vi',
        items: [
          '(a) Den som har databasen, en säkerhetskopia, databasens ändringslogg (WAL) och alla loggar kan inte få veta hur någon har röstat, och inte heller hur omröstningen går.',
          '(b) Efter steg 8 kan ingen få veta det.',
          '(c) Varje väljare kan se att den egna röstsedeln räknades så som den gavs, och vem som helst kan räkna rösterna på nytt.',
        ],
      },
      {
        heading: 'Det här lovar vi inte',
        text: ['Vi lovar inget skydd mot'],
        items: [
          'två nyckelinnehavare som samarbetar med databasens administratör före steg 8',
          'en fientlig server medan du röstar',
          'skadliga program i din egen enhet',
          'någon som ser över din axel',
          'funktionären som registrerar din pappersblankett',
          'försäljning av röster: efter publiceringen ser den som får se en uppföljningskod dess val.',
        ],
      },
    ],
  },
  verify: {
    title: 'Så här kontrollerar du resultatet',
    about: 'Hitta din egen röstsedel, urnans förteckning och att räkna rösterna på nytt.',
    lead: 'Du behöver inte lita på oss. Allt som behövs för en kontroll är offentligt.',
    sections: [
      {
        heading: 'Din egen röst',
        ordered: true,
        items: [
          'Spara ditt kvitto: det har en uppföljningskod och den förseglade sedelns kontrollsumma.',
          'När omröstningen har avslutats kan du söka kontrollsumman i förteckningen över förseglade röstsedlar. Den visar att din sedel ligger i urnan.',
          'När resultatet har publicerats kan du skriva in uppföljningskoden. Du ser din sedel i den offentliga förteckningen och hur det gick för vart och ett av dina val.',
        ],
      },
      {
        heading: 'Urnan',
        text: [
          'Förteckningen över förseglade röstsedlar har SHA-256-summan för varje sedel som låg i urnan, en per rad, i ordning. Förteckningens egen kontrollsumma skrevs in i händelsekedjan när omröstningen avslutades.',
          'Resultatet berättar hur många sedlar som låg i urnan, hur många som gick att öppna och vilka som inte gjorde det. Talen måste stämma, annars publiceras inget resultat.',
        ],
      },
      {
        heading: 'Räkna rösterna på nytt',
        ordered: true,
        items: [
          'Ladda ner resultatet (JSON) och röstsedlarna (CSV) från resultatsidan.',
          'Räkna själv: ett förslags röster är de sedlar som har dess nummer. Ett kalkylprogram räcker.',
          'Gå igenom listan uppifrån och ner och dra av från anslaget varje förslag som ryms.',
          'Eller använd tjänstens öppna program: npm run osbu -- recount resultat.json sedlar.csv. Det berättar om allt stämmer, och annars var den första skillnaden finns.',
        ],
      },
    ],
  },
  privacy: {
    title: 'Dataskyddsbeskrivning',
    about: 'Vilka uppgifter som sparas, varför, hur länge och vilka rättigheter du har.',
    lead: 'Din personbeteckning sparas inte. Så här behandlar vi dina övriga uppgifter.',
    sections: [
      {
        heading: 'Personuppgiftsansvarig och kontakt',
        text: ['Heinola stad är personuppgiftsansvarig. I dataskyddsfrågor kan du kontakta staden via kontaktuppgifterna på responssidan.'],
      },
      {
        heading: 'Varför uppgifterna behandlas',
        text: [
          'Uppgifterna behandlas för att ordna deltagande budgetering: ta emot idéer, kontrollera rösträtten och ordna omröstningen. Grunden är en uppgift av allmänt intresse (dataskyddsförordningen artikel 6.1 e, kommunallagen 22 §).',
          'En röst kan berätta om en politisk åsikt. Därför görs rösterna anonyma, och av de publicerade uppgifterna kan ingen koppla en röst till dig.',
        ],
      },
      {
        heading: 'Vad som sparas',
        items: [
          'Personbeteckningen: sparas inte. När du identifierar dig räknas med en nyckel fram en kod som beteckningen inte kan härledas ur, och beteckningen glöms genast.',
          'Röstningen: koden, den förseglade sedeln och dagen. Klockslaget sparas inte. Om en pappersröst också röstningsstället, funktionären och hur boendet kontrollerades.',
          'Rösträttsregistret, om omgången har ett: endast koder.',
          'Idéer: texten, temat, en eventuell plats och bild, dagen och den kod med vilken du ser dina egna idéer. Signatur och e-postadress endast om du ger dem. Adressen är inte offentlig. Plats och andra tilläggsuppgifter tas bort ur bilden.',
          'Personalen: namn, roll och vad som gjorts, i händelsekedjan.',
          'Loggar: vilken sida som besöktes och hur snabbt den svarade. Av röstningen och röstningsställets arbete blir ingen loggrad kvar.',
        ],
      },
      {
        heading: 'Hur länge',
        items: [
          'Väljarnas koder, de förseglade sedlarna och röstlängden: till besvärstidens slut. Sedan förstörs de, säkerhetskopiorna också.',
          'De anonyma sedlarna och resultatet: varaktigt. Ur dem kan ingen väljare härledas.',
          'Idéer och beslut: enligt stadens informationsstyrningsplan. E-postadressen kan du själv ta bort via länken i varje meddelande.',
          'Händelsekedjan: varaktigt, så att omgångens gång kan kontrolleras.',
        ],
      },
      {
        heading: 'Vem som får uppgifter',
        text: ['Uppgifterna lämnas inte vidare och överförs inte utanför EU. Identifieringen sker i Suomi.fi-identifikationen, som ger tjänsten din personbeteckning och din hemkommun.'],
      },
      {
        heading: 'Dina rättigheter',
        text: [
          'Du kan be att få se dina uppgifter, rätta fel, begränsa behandlingen eller motsätta dig den. En förseglad röst kan ingen öppna eller ta bort på begäran, för att omröstningen ska förbli hemlig och riktig. Din idé kan du dra tillbaka tills den är med i omröstningen.',
          'Om du anser att dina uppgifter behandlas fel kan du klaga hos dataombudsmannen (tietosuoja.fi).',
        ],
      },
      {
        heading: 'Kakor',
        text: ['Endast nödvändiga kakor används: inloggningen (högst en timme i taget), identifieringens gång och halvfärdiga formulär i krypterad form. Besökare följs inte, och sidorna hämtar ingenting från andras servrar.'],
      },
    ],
  },
  accessibility: {
    title: 'Tillgänglighetsutlåtande',
    about: 'Hur tillgänglig tjänsten är, vilka brister som är kända och hur du ger respons.',
    lead: 'Utlåtandet gäller Heinolas tjänst för deltagande budgetering. Det grundar sig på lagen om tillhandahållande av digitala tjänster (306/2019).',
    sections: [
      {
        heading: 'Tjänstens tillstånd',
        text: [
          'Tjänsten är gjord för att uppfylla kraven på nivå A och AA i WCAG 2.2. Bedömningen har gjorts av tjänstens tillverkare med automatiska tester och för hand. Någon utomstående bedömning har ännu inte gjorts.',
          'Tjänsten kan användas med tangentbord, med skärmläsare, förstorad, i mörkt läge och utan JavaScript.',
        ],
      },
      {
        heading: 'Kända brister',
        items: [
          'Beskrivningen av gränssnittet för utvecklare finns endast på engelska och har inte bedömts.',
          'Invånarnas idéer finns på det språk som de skrevs på och översätts inte.',
          'Beskrivningarna av idéernas bilder är skrivna av avsändarna.',
        ],
      },
      {
        heading: 'Märkte du en brist?',
        text: ['Berätta om den via kontaktuppgifterna på responssidan. Vi svarar inom 14 dagar. Du kan också be om tillgänglig information om sådant innehåll som du inte kan använda.'],
      },
      {
        heading: 'Tillsynsmyndighet',
        text: [
          'Om du inte är nöjd med svaret eller inte får det inom 14 dagar kan du göra en anmälan till Transport- och kommunikationsverket Traficom.',
          'Transport- och kommunikationsverket Traficom, Tillsynsenheten för digital tillgänglighet. www.tillganglighetskrav.fi, saavutettavuus@traficom.fi, telefonväxel 029 534 5000.',
        ],
      },
    ],
  },
  chain: {
    heading: 'Händelsekedjan',
    text: 'Det personalen gör antecknas i en kedja där varje händelse bär den föregåendes kontrollsumma. Kedjans sista kontrollsumma publiceras varje dag. Om kedjan skrevs om senare skulle de gamla kontrollsummorna inte längre finnas i den. Spara en kontrollsumma, så kan du be staden visa att den fortfarande finns i kedjan.',
    latest: (day: string, events: string): string => `Kontrollsumman ${day}, antal händelser ${events}:`,
    none: 'Inga kontrollsummor har publicerats ännu.',
    file: 'Alla dagar (JSON)',
  },
  openData: {
    title: 'Öppna data och gränssnitt',
    about: 'Resultat, röstsedlar och förslag i maskinläsbar form för vem som helst.',
    lead: 'All offentlig information finns också i maskinläsbar form, utan registrering.',
    sections: [
      {
        heading: 'Vad som finns',
        items: [
          'Omgångar, idéer och förslag (JSON)',
          'Förteckningen över förseglade röstsedlar när omröstningen har avslutats (TXT)',
          'Resultatet med motiveringar (JSON) och de anonyma sedlarna (CSV) när resultatet har publicerats',
          'Hur vinnarna genomförs, med nyheter (JSON)',
        ],
      },
      { heading: 'Vad som inte finns', text: ['Det finns inga delresultat. Under omröstningen berättas endast hur många som har röstat, avrundat nedåt till tiotal.'] },
    ],
  },
  statementDate: (day) => `Utlåtandet gjordes den ${day}.`,
  apiDocs: 'Beskrivning av gränssnittet (på engelska)',
  checkVote: 'Kontrollera din egen röst',
  results: 'Resultat och filer',
  giveFeedback: 'Responssidan',
  claims: 'Läs hur din röst hålls hemlig',
  feedback: {
    title: 'Ge respons',
    about: 'Frågor, respons och brister i tillgängligheten.',
    lead: 'Berätta för oss om något inte fungerar, saknas eller är oklart. På respons om tillgänglighet svarar vi inom 14 dagar.',
    email: 'E-post',
    phone: 'Telefon',
    none: 'Kontaktuppgifter för respons har ännu inte lagts till i tjänsten. Kontakta Heinola stads kundservice.',
    tellUs: 'Berätta gärna',
    tell: ['vad du höll på med och på vilken sida', 'vad som hände', 'med vilken enhet och webbläsare'],
    neverTell: 'Skicka inte din personbeteckning, din uppföljningskod eller vad du röstade på.',
    authority: 'Om du inte får svar på respons om tillgänglighet kan du anmäla det till Traficom. Kontaktuppgifterna finns i tillgänglighetsutlåtandet.',
  },
}
