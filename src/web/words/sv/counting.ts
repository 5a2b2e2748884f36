import type { counting as finnish } from '../fi/counting.ts'

export const counting: typeof finnish = {
  settings: {
    topN: 'Hur många förslag som genomförs',
    utility: {
      label: 'När anhängarna jämför förslag',
      cost: 'Ett dyrt förslag är värt mer för sin anhängare än ett billigt',
      cardinal: 'Varje förslag är värt lika mycket för sin anhängare',
    },
    completion: {
      label: 'Om pengar blir kvar',
      none: 'De blir oanvända',
      greedy: 'Resten fördelas enligt antalet röster',
      'add-one': 'Allas andelar ökas ett steg i taget',
      'add-one-greedy': 'Andelarna ökas ett steg i taget, och resten fördelas enligt antalet röster',
    },
    startingBudget: {
      label: 'Väljarens andel i början',
      exact: 'Exakt: anslaget delat med antalet väljare',
      integral: 'Avrundad nedåt till hela steg',
    },
    stopWhenExhausted: 'Andelarna slutar öka genast när inget förslag som fått röster längre ryms',
    step: 'Steg',
  },
  means: {
    greedy: 'Det förslag som fått flest röster genomförs först. Om pengarna inte räcker till ett förslag hoppar man över det och prövar nästa.',
    'greedy-no-skip':
      'Det förslag som fått flest röster genomförs först. När pengarna inte räcker till nästa slutar fördelningen, även om något billigare ännu skulle rymmas.',
    'top-n':
      'Ett utlovat antal förslag genomförs enligt antalet röster. Om de tillsammans kostar mer än anslaget får beslutsfattarna avgöra.',
    'equal-shares':
      'Varje väljare får en lika stor andel av anslaget. Ett förslag genomförs när dess anhängare tillsammans kan betala det. Då får också en mindre grupp något.',
    phragmen:
      'Kostnaden för ett förslag delas lika mellan dess anhängare. I varje steg väljs det förslag som belastar sina anhängare minst. Räkningen slutar när pengarna inte räcker till nästa.',
  },
  form: {
    settingsOf: (rule) => `${rule}: inställningar`,
    topNHint: 'Tillsammans måste de rymmas i anslaget.',
    stepHint: 'Så mycket ökar varje andel åt gången. Vanligen 1.',
  },
  trace: {
    shares: 'Tur för tur: vem som betalade vad',
    burdens: 'Tur för tur: bördorna',
    share: (sharers, share) => `${sharers} väljare fick en andel, och andelen var till slut ${share}.`,
    runs: (runs) => `Andelen ökades ett steg i taget. Köpen räknades från början ${runs} gånger.`,
    completion: (titles) => `Med pengarna som blev kvar valdes enligt antalet röster: ${titles}.`,
    columns: { turn: 'Tur', proposal: 'Förslag', cost: 'Kostnad', supporters: 'Anhängare', price: 'Var och en betalade', perPoint: 'Pris per poäng', less: 'Betalade allt som var kvar', load: 'Börda per anhängare' },
    less: (voters, together) => `${voters}, sammanlagt ${together}`,
    exactly: (fraction) => `exakt ${fraction} cent`,
    rounded: 'Beloppen är avrundade till en cent. Långa exakta tal finns i resultatets JSON-fil.',
    tie: (turn, titles, rule) => `I tur ${turn} var dessa lika bra: ${titles}. Vilket som valdes först avgjordes av ${rule}.`,
    undecided: {
      title: 'Räkningen blev oavgjord: beslutsfattarna måste avgöra',
      tie: (titles) => `Dessa är lika, och omgången har ingen regel som väljer mellan dem: ${titles}.`,
      over: (titles, cost, envelope) => `De utlovade förslagen kostar sammanlagt ${cost}, men anslaget är ${envelope}: ${titles}.`,
      act: 'Resultatet kan inte publiceras i den här tjänsten innan saken är avgjord. För den här sidan till beslutsfattarna. Omgångens regler eller röstsedlar får inte ändras i efterhand.',
    },
  },
  comparison: {
    title: (round) => `${round}: jämförelse av regler`,
    link: 'Vad skulle andra regler ha valt?',
    lead: (rule) =>
      `Resultatet räknades med regeln ”${rule}”, och det gäller. Här ser du som jämförelse vad andra regler skulle ha valt av samma röstsedlar.`,
    planTitle: 'Jämför räkneregler',
    planLead: (past, plan) =>
      `Här har röstsedlarna från omgången ${past} räknats på nytt med de regler som nu är valda för omgången ${plan}. Bredvid ser du vad andra regler skulle ha valt av samma röstsedlar.`,
    planStays: 'Jämförelsen ändrar ingenting. Omgångens regel väljs i inställningarna och låses när omröstningen börjar.',
    rehearsalLead: (rule) =>
      `Övningens regel är ”${rule}”. Här ser du vad andra regler skulle ha valt av samma röstsedlar. Omgångens regel är ändå den som står i inställningarna.`,
    closedTitle: 'Reglerna kan jämföras när resultatet har publicerats',
    closedText:
      'Före publiceringen visas inte vad en annan regel skulle ge, så att det inte påverkar vilket resultat som publiceras. Regler kan jämföras med en övnings röstsedlar, med en tidigare omgångs röstsedlar och innan omgångens regler låses.',
    figures: 'Siffror per regel',
    columns: {
      rule: 'Regel', winners: 'Förslag som genomförs', spent: 'Pengar som används', represented: 'Väljare som får minst ett val genomfört',
      winnersPerVoter: 'Genomförda val per väljare', costPerVoter: 'Deras kostnad per väljare',
    },
    own: 'Omgångens regel',
    ofVoters: (voters, percent) => `${voters} (${percent})`,
    undecided: {
      tie: 'Blir oavgjort: beslutsfattarna avgör när rösterna är lika.',
      over_the_envelope: 'Blir oavgjort: de utlovade förslagen kostar mer än anslaget.',
    },
    chosen: 'Vad varje regel väljer',
    chosenNote: 'Här finns de förslag som minst en regel väljer.',
    nothingChosen: 'Ingen regel väljer något förslag.',
    proposal: 'Förslag', yes: 'Ja', no: 'Nej',
    meaning: 'Vad siffrorna betyder',
    meanings: (ballots) => [
      `Som väljare räknas ${ballots} giltiga röstsedlar. Kasserade sedlar är inte med, tomma är med.`,
      'Genomförda val per väljare: hur många av de förslag som en väljare valde som i genomsnitt genomförs.',
      'Deras kostnad per väljare: vad de förslag som en väljare valde och som genomförs i genomsnitt kostar sammanlagt. Hela kostnaden räknas för var och en som valde förslaget.',
    ],
    settings: 'Lika andelar har räknats med vanliga inställningar:',
    sameNumber: (n) => `”Flest röster” betyder här lika många förslag som omgångens egen regel väljer: ${n}.`,
    lot: 'Lotten dras skilt för varje regel, så lika röstetal kan avgöras olika med olika regler.',
    json: 'Jämförelsen som fil (JSON)',
  },
  recount: {
    title: 'Räkna om rösterna i webbläsaren',
    lead: 'Välj de publicerade filerna, så räknar din webbläsare om rösterna och jämför dem med det publicerade resultatet.',
    stays: 'Filerna lämnar inte din enhet. Programmen på den här sidan är förhindrade att ta kontakt med nätet (Content-Security-Policy: connect-src ’none’).',
    code: (kilobytes) =>
      `Räkningen görs med samma programkod som räknade omgången. Webbläsaren laddar den när du öppnar sidan: ungefär ${kilobytes} kB.`,
    where: 'Filerna finns på sidan med öppna data för varje omgång:',
    withoutScripts: 'Den här sidan behöver JavaScript. Utan det kan du räkna om rösterna med kommandot:',
    guide: 'Andra sätt att räkna om',
    two: { heading: 'Resultat och röstsedlar', result: 'Resultat (filen vars namn slutar på ‑result.json)', ballots: 'Röstsedlar (filen vars namn slutar på ‑ballots.csv)' },
    one: { heading: 'Eller en enda PB-fil', pb: 'PB-fil (.pb). Den kan också vara från en annan kommun.' },
    submit: 'Räkna om',
    link: 'Räkna om i webbläsaren',
    texts: {
      missing: 'Välj en fil.',
      counting: 'Räknar…',
      agrees: 'Räkningen ger samma resultat som det publicerade',
      agreesPartly: 'Räkningen ger samma resultat till den del som det kan kontrolleras',
      differs: 'Räkningen ger ett annat resultat än det publicerade',
      differsText: 'Någon av filerna har ändrats, filerna är från olika omgångar eller resultatet är fel. Ladda ner filerna på nytt. Om skillnaden kvarstår, meddela staden.',
      hashDiffers: 'Kontrollsumman är en annan: någon röstsedel, något förslag eller någon regel är inte densamma som resultatet räknades av.',
      unreadable: 'Filen går inte att räkna',
      inEnglish: 'Programmets egen förklaring är på engelska:',
      notInBallots: 'Namn, rubriker och tider kan inte kontrolleras i valsedlarna: där finns bara nummer. De visar inte heller hur många valsedlar urnan hade eller vilka som inte gick att öppna.',
      unchecked: 'Det här kan inte kontrolleras i filen (på engelska):',
      failed: 'Räkningen lyckades inte i den här webbläsaren',
      failedText: 'Webbläsaren är kanske för gammal, eller så flyttades filen. Välj filerna på nytt eller använd kommandot.',
      ballots: '{ballots} röstsedlar, {votes} röster, {proposals} förslag. Kasserade röstsedlar: {invalid}.',
      hash: 'Kontrollsumman för allt som räknades är densamma: {hash}.',
      rows: 'Regeln ”{rule}” väljer samma förslag.',
      rowsAll: 'Regeln ”{rule}” ger varje förslag samma plats, procent, avgörande och motivering.',
      noTies: 'Inga två förslag har lika många röster.',
      ties: 'Lika röstetal: {ties}. De avgörs på samma sätt.',
      money: 'Förslagen som genomförs kostar sammanlagt {spent}, och anslaget är {envelope}.',
    },
  },
}
