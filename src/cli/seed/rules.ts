import type { CreateRound, Rules, Theme } from '../../rounds/index.ts'

export const THEMES: readonly Theme[] = [
  {
    slug: 'vapaa-aika',
    name: { fi: 'vapaa-aika ja harrastaminen', sv: 'fritid och hobbyer', en: 'leisure and hobbies' },
  },
  { slug: 'ymparisto', name: { fi: 'ympäristö ja luonto', sv: 'miljö och natur', en: 'environment and nature' } },
  { slug: 'lapset-ja-nuoret', name: { fi: 'lapset ja nuoret', sv: 'barn och unga', en: 'children and young people' } },
  { slug: 'muu', name: { fi: 'muu', sv: 'annat', en: 'other' } },
]

export type ThemeSlug = 'vapaa-aika' | 'ymparisto' | 'lapset-ja-nuoret' | 'muu'

/**
 * What every round of the demo is decided by. The voting age of Heinola is not published: 12 years is an example.
 * The lot breaks ties, for nobody can know it before the ballots are fixed.
 */
export const RULES = {
  envelopeCents: 5_000_000, picksMin: 1, picksMax: 3, themes: THEMES, votingAge: 12, municipalityCodes: ['111'],
  mayReplace: true, countingRule: 'greedy', topN: null, equalShares: null, costBasis: 'max', tieRule: 'lot',
} as const satisfies Omit<Rules, 'name' | 'ageCutoff' | 'appealDays'>

type Instants = Record<'ideasOpenAt' | 'ideasCloseAt' | 'votingOpenAt' | 'votingCloseAt', Date>

/** A round of the demo as a request. Paper forms may be registered for two hours after the end, by default. */
export function roundRequest(
  about: Pick<CreateRound, 'slug' | 'kind' | 'name' | 'ageCutoff' | 'rehearsalOf'>, times: Instants,
): CreateRound {
  return {
    ...about, ...RULES, themes: RULES.themes.map((theme) => ({ ...theme })),
    municipalityCodes: [...RULES.municipalityCodes],
    ideasOpenAt: times.ideasOpenAt.toISOString(), ideasCloseAt: times.ideasCloseAt.toISOString(),
    votingOpenAt: times.votingOpenAt.toISOString(), votingCloseAt: times.votingCloseAt.toISOString(),
  }
}
