import type { vote as finnish } from '../fi/vote.ts'

const beforeVoting = 'Omröstningen har inte börjat'
const ended = 'Omröstningen har avslutats'

function changes(revision: number): string {
  return revision < 2 ? '' : `, och du har bytt den ${revision === 2 ? 'en gång' : `${revision - 1} gånger`}`
}

export const vote: typeof finnish = {
  steps: ['Identifiera dig', 'Välj', 'Kontrollera', 'Klart'],
  notSaved: 'Din röst har inte sparats än.',
  notReplaced: 'Din röst i urnan gäller. Ditt nya val har inte bekräftats.',
  notSavedTitle: (title) => `Inte sparad än: ${title}`,
  unfinished: 'Din röstning är oavslutad.',
  seeWhether: 'Se om din röst har sparats',
  savedAfterAll: 'Din röst har sparats.',
  goOn: 'Fortsätt rösta',
  picks: (min, max) => (min === max ? `${max} förslag` : `${min}–${max} förslag`),
  number: (number) => `Nr ${number}`,
  noRound: 'Ingen omröstning pågår',
  noRoundText: 'Vi berättar om nästa omröstning i den här tjänsten.',
  until: (weekday, time) => `Omröstningen avslutas ${weekday} kl. ${time}.`,

  identify: {
    heading: (round) => `Rösta: ${round}`,
    how: 'Så här röstar du',
    toIdentify: 'Identifiera dig med bankkoder, mobilcertifikat eller certifikatkort.',
    toChoose: (picks) => `Välj ${picks}.`,
    toCheck: 'Kontrollera och bekräfta. Först då sparas din röst.',
    toKeep: 'Du får en spårningskod. När resultatet har publicerats ser du med den att din röst räknades.',
    secret: 'Din röst läggs försluten i urnan, som öppnas först när omröstningen har avslutats.',
    more: 'Läs hur valhemligheten tryggas',
    start: 'Identifiera dig och rösta',
    chooseFirst: 'Välj först, identifiera dig sedan',
    who: 'Vem får rösta?',
    whoText: (age, day) => `Alla Heinolabor som har fyllt ${age} år senast ${day}. Varje person har en röstsedel.`,
    paper: 'Rösta på papper',
    paperText: 'På papper kan du rösta på ett röstningsställe. Ta med en identitetshandling. '
      + 'Du kan rösta antingen på nätet eller på papper, inte på båda sätten.',
    keptHeading: 'Identifiera dig och bekräfta din röst',
    kept: 'Ditt val finns kvar i den här webbläsaren.',
    locked: 'Din identifiering har gått ut. Identifiera dig på nytt, så ser du dina val och om din röst har sparats.',
    again: 'Du identifierade dig innan omröstningen började. Identifiera dig på nytt, så kan du rösta.',
    change: 'Ändra valen',
    startOver: 'Förkasta valen och börja om',
  },

  phases: {
    upcoming: beforeVoting, ideas: beforeVoting, review: beforeVoting, counting: ended, result: ended, archived: ended,
  },
  opens: (weekday, time) => `Omröstningen börjar ${weekday} kl. ${time}.`,
  opensLater: 'Omröstningen börjar när förslagen är klara. Vi berättar om det i den här tjänsten.',
  closed: (weekday, time) => `Omröstningen avslutades ${weekday} kl. ${time}.`,
  counting: 'Rösterna räknas. Resultatet publiceras i den här tjänsten.',
  resultIsOut: 'Resultatet har publicerats.',
  choiceUnknown: 'Om du hann bekräfta din röst finns den i urnan. Du ser det när du identifierar dig.',
  notYetKnown: 'Vi vet ännu inte om din röst hann till urnan',
  notYetKnownText: 'Om du bekräftade din röst i tid kan den ännu vara på väg. Titta igen om en stund.',
  lookAgain: 'Titta igen',
  choiceLost: 'Dina val hann inte bekräftas, så de sparades inte.',
  toProposals: 'Se förslagen',
  toIdeas: 'Se idéerna',
  toResult: 'Se resultatet',

  mayNot: {
    too_young: {
      heading: 'Du får inte rösta än',
      text: (age, day) => `I den här omröstningen får de rösta som har fyllt ${age} år senast ${day}. `
        + 'Idéer får du skicka redan nu: för dem finns ingen åldersgräns. Välkommen att rösta när du blir äldre!',
    },
    not_resident: {
      heading: 'Du kan inte rösta på nätet',
      text: () => 'Heinolaborna får rösta, och enligt befolkningsuppgifterna är din hemkommun en annan. '
        + 'Om du nyss har flyttat till Heinola, besök ett röstningsställe: där kan saken kontrolleras.',
    },
    municipality_unknown: {
      heading: 'Rösta på ett röstningsställe',
      text: () => 'Identifieringen berättade inte din hemkommun för oss, så du kan inte rösta på nätet. '
        + 'På ett röstningsställe kan du rösta, om du har en finländsk personbeteckning. Ta med en identitetshandling.',
    },
    not_on_roll: {
      heading: 'Du kan inte rösta på nätet',
      text: () => 'Du finns inte i röstlängden för den här omröstningen. Om du anser att du borde finnas där, '
        + 'fråga på ett röstningsställe.',
    },
  },
  stations: 'Röstningsställen',
  sendIdea: 'Skicka en idé',

  voted: {
    heading: 'Du har röstat',
    onPaperHeading: 'Du har röstat på papper',
    inUrn: (day, revision) => `Din röst finns i urnan sedan ${day}${changes(revision)}.`,
    onPaper: (day) => `Din pappersröst finns i urnan sedan ${day}. Därför kan du inte rösta på nätet.`,
    notInUrn: 'Det finns ingen röst av dig i urnan.',
    mayReplace: (weekday, time) =>
      `Du kan byta din röst tills omröstningen avslutas ${weekday} kl. ${time}. Den nya rösten ersätter den förra helt.`,
    mayNotReplace: 'I den här omgången kan rösten inte bytas.',
    mayNoLonger: 'Enligt din identifiering kan du inte rösta på nätet nu, så du kan inte byta din röst.',
    replace: 'Byt röst',
    showTracker: 'Visa spårningskoden',
    nothingToDo: 'Du behöver inte göra någonting. Din röst räknas med.',
  },

  choose: {
    heading: (picks) => `Välj ${picks}`,
    lead: (count) => `Det finns ${count} förslag. Deras ordning har lottats för dig och förblir densamma.`,
    mayChange: 'Du kan ändra dina val tills du bekräftar din röst.',
    legend: 'Förslag',
    label: 'Jag röstar på detta',
    replacing: (day, revision) =>
      `Du har redan en röst i urnan (sedan ${day}${changes(revision)}). Om du bekräftar en ny ersätter den den förra. `
      + 'Vi vet inte hur du röstade, så till en början är inget valt.',
    picked: 'valda',
    sum: 'sammanlagt',
    over: 'Du har valt {over} för många.',
    announce: 'Valda {count}, högst {maximum}. Sammanlagt {sum}.',
    barHint: (picks) => `Välj ${picks}.`,
    next: 'Fortsätt: kontrollera din röst',
    leave: 'Avbryt röstningen',
  },

  check: {
    heading: 'Kontrollera din röst',
    notSavedText: 'Bekräfta den i slutet av den här sidan.',
    notReplacedText: 'Bekräfta det i slutet av den här sidan, om du vill byta din röst.',
    chosenBefore: 'De här valen gjordes i den här webbläsaren innan du identifierade dig: om du inte gjorde dem själv, börja om.',
    list: 'Dina val',
    sum: 'Sammanlagt',
    change: 'Ändra valen',
    more: (left) => (left === 1 ? 'Du kan välja ett förslag till, men du måste inte.' : `Du kan välja ${left} förslag till, men du måste inte.`),
    replacing: (day, revision) =>
      `Din röst finns redan i urnan (sedan ${day}${changes(revision)}). När du bekräftar ersätter den här rösten den.`,
    canReplace: 'Du kan byta din röst även efter att du har bekräftat den, tills omröstningen avslutas.',
    cannotReplace: 'Du kan inte ändra din röst efter att du har bekräftat den.',
    submit: 'Bekräfta och rösta',
    saving: 'Din röst sparas. Vänta ett ögonblick.',
  },

  unknown: {
    heading: 'Vi vet inte om din röst hann sparas',
    text: 'Tjänsten svarade inte i tid. Bekräfta på nytt: det är tryggt. Om din röst redan hann sparas får du samma '
      + 'spårningskod. Rösten kan inte sparas två gånger.',
    submit: 'Bekräfta på nytt',
  },

  refused: {
    changedHeading: 'Den här rösten sparades inte',
    changed: 'Det finns redan en annan röst av dig i urnan. Du har kanske röstat i ett annat fönster eller på en annan enhet.',
    changedNow: 'Din röst har ändrats efter att du öppnade kontrollsidan.',
    choose: 'Vill du ersätta rösten i urnan med de här valen?',
    replace: 'Kontrollera och ersätt rösten',
    keep: 'Behåll rösten i urnan',
    otherVoter: 'Någon annan har identifierat sig på den här enheten, och ingens val sparas i en annan persons namn.',
    stopped: 'Omröstningen har avbrutits på grund av ett fel',
    stoppedText: 'Den här rösten sparades inte. Dina val finns kvar i den här webbläsaren. Försök på nytt om en stund.',
  },

  done: {
    heading: 'Din röst har sparats',
    replaced: 'Den nya rösten ersatte den förra. Den tidigare spårningskoden gäller inte längre.',
    tracker: 'Din spårningskod',
    keep: 'Skriv upp koden eller skriv ut den här sidan. Koden kan inte visas på nytt senare.',
    print: 'Skriv ut',
    saved: (day, revision) => `Sparad ${day}${changes(revision)}.`,
    next: 'Vad händer härnäst?',
    closes: (weekday, time) => `Omröstningen avslutas ${weekday} kl. ${time}.`,
    result: 'Därefter öppnas urnan, rösterna räknas och resultatet publiceras i den här tjänsten.',
    find: 'Då hittar du med din kod din egen röstsedel i den publicerade förteckningen och ser att den räknades rätt.',
    secret: 'Före publiceringen säger koden ingenting till någon. Efter publiceringen ser den som du visar koden för också '
      + 'hur du röstade.',
    replace: 'Du kan ännu byta din röst.',
    hash: 'Den förslutna röstsedelns kontrollsumma',
    hashText: 'Förteckningen över förslutna röstsedlar publiceras när omröstningen har avslutats. Den här kontrollsumman finns i den.',
    shared: 'Till sist: logga ut',
    sharedText: 'Annars kan nästa användare av den här enheten se din spårningskod.',
  },

  leave: {
    heading: 'Din röst har inte sparats än',
    text: 'Om du slutar nu kommer dina val inte med i omröstningen.',
    replacingHeading: 'Ditt nya val har inte bekräftats',
    replacingText: 'Om du slutar nu räknas den med, och dina nya val ersätter den inte.',
    nothing: 'Du har inga val som väntar på bekräftelse.',
    discard: 'Förkasta valen och gå ut',
  },
}
