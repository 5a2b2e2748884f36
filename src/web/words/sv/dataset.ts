import type { dataset as finnish } from '../fi/dataset.ts'

export const dataset: typeof finnish = {
  title: (round) => `${round}: öppna data`,
  lead: (round) => `Resultatet av omgången ${round} och materialet som det räknades av. Filerna får användas fritt.`,
  about: (round) =>
    `Omgången ${round} av deltagande budgetering i Heinola: resultatet, de anonyma röstsedlarna och förslagen.`,
  heading: 'Filer',
  files: {
    result: {
      name: 'Resultat (JSON)',
      text: 'Hela resultatet för program: reglerna, varje förslags röster, plats och motivering, lika röstetal och underkända sedlar.',
    },
    resultCsv: {
      name: 'Resultat (CSV)',
      text: 'Samma sak som tabell med finska rubriker. Öppnas direkt i en finsk Excel. En rad per förslag.',
    },
    ballots: {
      name: 'Röstsedlar (CSV)',
      text: 'Alla öppnade sedlar: spårningskoden och de valda förslagen. Ordningen följer koderna, så den visar inte när någon röstade.',
    },
    pabulib: {
      name: 'Resultat och sedlar (PB)',
      text: 'Pabulib-formatet som används i forskning om deltagande budgetering. Tomma och underkända sedlar ryms inte i det, så antalet står i kommentaren.',
    },
    proposals: {
      name: 'Förslag i omröstningen (JSON)',
      text: 'Nummer, rubrik, beskrivning, kostnadsuppskattning och de idéer som förslaget gjordes av.',
    },
    proposalsCsv: { name: 'Förslag i omröstningen (CSV)', text: 'De samma som tabell, med finska rubriker.' },
    ideas: {
      name: 'Idéer (JSON)',
      text: 'Offentliga idéer: text, tema, plats, beslut och motivering. Avsändarnas namn och adresser eller bilder ingår inte.',
    },
    ideasCsv: { name: 'Idéer (CSV)', text: 'De samma som tabell, med finska rubriker.' },
    urnList: {
      name: 'Förteckning över de förseglade sedlarna (TXT)',
      text: 'Ett kondensat av varje förseglad sedel. Förteckningen låstes innan en enda sedel öppnades.',
    },
  },
  stable: 'Adresserna ändras inte. Ett program får filen på nytt bara om den har ändrats (ETag).',
  escaped: 'Om en text i en tabell skulle börja med ett formeltecken står en apostrof framför, så att kalkylprogrammet inte kör den.',
  licence: {
    heading: 'Licens',
    text: 'Filerna får användas, ändras och delas med licensen',
    cite: (round) => `Ange källan: Heinola stad, ${round}, CC BY 4.0.`,
  },
  without: {
    heading: 'Det här finns inte i filerna',
    items: [
      'Vem som röstade, när, var eller hur.',
      'Namn och kontaktuppgifter för dem som skickade idéer.',
      'Grupper på färre än tio personer: deltagandet delas inte upp efter röstningsställe, dag eller sätt.',
    ],
  },
  check: {
    heading: 'Kontrollera själv',
    text: 'Rösterna kan räknas på nytt ur de här filerna. Underlaget är det rätta om dess kondensat (SHA-256) är detta:',
    howTo: 'Så räknar du rösterna på nytt',
  },
  source: 'Var uppgifterna kommer ifrån',
  publisher: 'Heinola stad',
  toResult: 'Se resultatet',
}
