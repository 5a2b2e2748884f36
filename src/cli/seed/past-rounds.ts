import { PAPER_GRACE_MS, type Translated } from '../../rounds/index.ts'
import type { PastRound, TallyBallot } from '../../tally/index.ts'
import { helsinkiInstant } from './calendar.ts'
import { RULES } from './rules.ts'

type Published = {
  readonly year: number
  readonly votes: number
  readonly voters: number | null
  readonly winners: readonly { readonly title: Translated; readonly votes: number; readonly exampleEur: number }[]
  /** Votes of the proposals that were never published, told apart by one vote so that none of them are tied. */
  readonly others: readonly number[]
  /** An example: the Sunday in mid-January, for the round of 2024 is known to have closed on one. */
  readonly votingClosedOn: string
  readonly note: Translated
}

/** An example that fits nothing once the winners have used the envelope up. */
const OTHER_EXAMPLE_EUR = 10_000

const RANK_SUMMARY = (rank: number): Translated => ({
  fi: `Äänestyksen sija ${rank}. Kustannus on esimerkki, sillä toteutunutta ei ole julkaistu.`,
  sv: `Plats ${rank} i omröstningen. Kostnaden är ett exempel, för den verkliga har inte publicerats.`,
  en: `Place ${rank} in the vote. The cost is an example, for the real one was not published.`,
})

const OTHER_SUMMARY: Translated = {
  fi: 'Paikka niille äänille, joiden saajia ei ole julkaistu. Äänimäärä ja kustannus ovat esimerkkejä.',
  sv: 'En plats för de röster vars mottagare inte har publicerats. Röstetalet och kostnaden är exempel.',
  en: 'A place for the votes whose proposals were not published. Its votes and its cost are examples.',
}

export const OSBU_2022: Published = {
  year: 2022, votes: 1395, voters: null, votingClosedOn: '2022-01-16', others: [102, 101, 100, 99, 97],
  winners: [
    {
      title: {
        fi: 'Nuorten oman kohtaamispaikan toteutus', sv: 'En egen mötesplats för unga',
        en: 'A meeting place of their own for young people',
      }, votes: 277, exampleEur: 20_000,
    },
    { title: { fi: 'Senioripuisto', sv: 'Seniorpark', en: 'Senior park' }, votes: 176, exampleEur: 12_000 },
    {
      title: { fi: 'Mopotapahtuma nuorille', sv: 'Mopedevenemang för unga', en: 'Moped event for young people' },
      votes: 167, exampleEur: 5_000,
    },
    {
      title: {
        fi: 'Kesäreitit kaupungin vierailukohteisiin', sv: 'Sommarrutter till stadens besöksmål',
        en: 'Summer routes to the town’s sights',
      }, votes: 145, exampleEur: 6_000,
    },
    {
      title: {
        fi: 'Kaupungin yhteisöllinen puutarha', sv: 'Stadens gemensamma trädgård', en: 'The town’s community garden',
      }, votes: 131, exampleEur: 7_000,
    },
  ],
  note: {
    fi: 'Tuotu kierros. Viiden eniten ääniä saaneen ehdotuksen äänet ja äänten määrä 1 395 ovat julkaistut. Lippuja ei '
      + 'ole säilynyt: ne on koottu äänimääristä niin, että jokainen ääni on oma lippunsa. Äänestäjien määrä ja se, '
      + 'kuinka monta ehdotusta sai valita, eivät ole tiedossa. Muut ehdotukset, kaikki kustannukset, järjestysnumerot '
      + 'ja kierroksen ajat ovat esimerkkejä.',
    sv: 'Importerad omgång. Rösterna för de fem förslag som fick flest röster och antalet röster, 1 395, har '
      + 'publicerats. Röstsedlarna finns inte kvar: de har satts ihop av röstetalen så att varje röst är en egen '
      + 'sedel. Antalet väljare och hur många förslag man fick välja är okänt. Övriga förslag, alla kostnader, numren '
      + 'och omgångens tider är exempel.',
    en: 'Imported round. The votes of the five leading proposals and the number of votes, 1 395, were published. The '
      + 'ballots are not kept: they are put together from the totals, each vote as a ballot of its own. How many '
      + 'people voted, and how many proposals one could pick, is unknown. The other proposals, all costs, the numbers '
      + 'and the times of the round are examples.',
  },
}

export const OSBU_2023: Published = {
  year: 2023, votes: 1312, voters: 496, votingClosedOn: '2023-01-15', others: [107, 106, 105, 104, 103, 102],
  winners: [
    {
      title: {
        fi: 'Alppiruusupuisto Vesitorninmäelle', sv: 'Rhododendronpark på Vesitorninmäki',
        en: 'Rhododendron park on Vesitorninmäki',
      }, votes: 151, exampleEur: 15_000,
    },
    {
      title: { fi: 'Koirapuisto keskustaan', sv: 'Hundpark i centrum', en: 'Dog park in the centre' },
      votes: 148, exampleEur: 10_000,
    },
    {
      title: { fi: 'Mopopaja nuorille', sv: 'Mopedverkstad för unga', en: 'Moped workshop for young people' },
      votes: 135, exampleEur: 12_000,
    },
    { title: { fi: 'Pyssäri kuntoon', sv: 'Pyssäri i skick', en: 'Doing up Pyssäri' }, votes: 134, exampleEur: 8_000 },
    {
      title: { fi: 'Puistoruokailu kesäksi', sv: 'Parkmat till sommaren', en: 'Meals in the park for the summer' },
      votes: 117, exampleEur: 5_000,
    },
  ],
  note: {
    fi: 'Tuotu kierros. Viiden eniten ääniä saaneen ehdotuksen äänet, äänten määrä 1 312 ja äänestäjien määrä 496 ovat '
      + 'julkaistut, ja jokainen sai valita yhdestä kolmeen ehdotusta. Lippuja ei ole säilynyt: ne on koottu '
      + 'äänimääristä, eikä yksikään niistä ole kenenkään lippu. Muut ehdotukset, kaikki kustannukset, '
      + 'järjestysnumerot ja kierroksen ajat ovat esimerkkejä.',
    sv: 'Importerad omgång. Rösterna för de fem förslag som fick flest röster, antalet röster, 1 312, och antalet '
      + 'väljare, 496, har publicerats, och var och en fick välja ett till tre förslag. Röstsedlarna finns inte kvar: '
      + 'de har satts ihop av röstetalen, och ingen av dem är någons sedel. Övriga förslag, alla kostnader, numren och '
      + 'omgångens tider är exempel.',
    en: 'Imported round. The votes of the five leading proposals, the number of votes, 1 312, and of voters, 496, were '
      + 'published, and everybody could pick one to three proposals. The ballots are not kept: they are put together '
      + 'from the totals, and none of them is anybody’s ballot. The other proposals, all costs, the numbers and the '
      + 'times of the round are examples.',
  },
}

/** `2022000000000001` and so on: the year and a running number, which nobody takes for a real tracker. */
function trackerAt(year: number, i: number): string {
  return `${year}${String(i + 1).padStart(12, '0')}`
}

/**
 * Ballots that give these totals: the votes, proposal by proposal, are dealt out one to each ballot in turn. No
 * proposal has more votes than there are ballots, so none is twice on one; the ballots differ by one pick at most.
 */
function dealt(year: number, totals: readonly number[], count: number): TallyBallot[] {
  const ballots = Array.from({ length: count }, (_, i) => ({ tracker: trackerAt(year, i), picks: [] as number[] }))
  totals.flatMap((votes, i) => Array.from({ length: votes }, () => i + 1))
    .forEach((number, turn) => ballots[turn % count]!.picks.push(number))
  return ballots
}

/** A published round as the import takes it: everything that was never published is an example and says so. */
export function pastRound(published: Published): PastRound {
  const { year, voters, winners, others, votes, votingClosedOn } = published
  const name = `Osbu ${year}`
  const votingCloseAt = helsinkiInstant(votingClosedOn, '14:00')
  const picksMax = voters === null ? 1 : RULES.picksMax
  const cents = (eur: number) => ({ costMinCents: eur * 100, costMaxCents: eur * 100, costIsExample: true })
  return {
    round: {
      ...RULES, voteType: 'approval', slug: `osbu-${year}`, name: { fi: name, sv: name, en: name }, picksMax, ageCutoff: `${year}-12-31`,
      ideasOpenAt: helsinkiInstant(`${year - 1}-10-01`, '09:00'),
      ideasCloseAt: helsinkiInstant(`${year - 1}-10-31`, '15:00'),
      votingOpenAt: helsinkiInstant(`${year - 1}-12-13`, '09:00'), votingCloseAt,
      paperUntil: new Date(votingCloseAt.getTime() + PAPER_GRACE_MS),
    },
    proposals: [
      ...winners.map(({ title, exampleEur }, i) => ({
        number: i + 1, title, summary: RANK_SUMMARY(i + 1), ...cents(exampleEur),
      })),
      ...others.map((_, i) => ({
        number: winners.length + i + 1,
        title: { fi: `Muut ehdotukset ${i + 1}`, sv: `Övriga förslag ${i + 1}`, en: `Other proposals ${i + 1}` },
        summary: OTHER_SUMMARY, ...cents(OTHER_EXAMPLE_EUR),
      })),
    ],
    ballots: dealt(year, [...winners.map((winner) => winner.votes), ...others], voters ?? votes),
    source: { voters, note: published.note },
  }
}
