import type { Browser } from 'playwright-core'
import { artificialHetu } from '../../src/cli/people.ts'
import type { Demo } from './demo.ts'
import { createFindings, createWalker, type Findings, type Language, type Looks, type Walker, type Who } from './looker.ts'
import { authorsWalk, betweenWalk, sentAwayWalk, visitorsWalk, votersWalk } from './residents.ts'
import { desksWalk, endingWalk, holdersWalk, meanwhileWalk, officeWalk, openingWalk, publishingWalk } from './staff.ts'
import { pageNames, pagesNotVisited } from './routes.ts'

export const LANGUAGES: readonly Language[] = ['fi', 'sv', 'en']
/** Whoever votes once cannot be a fresh voter in the next language. */
const VOTERS: Readonly<Record<Language, string>> = { fi: '010280-952L', sv: '010469-999W', en: '261298-998X' }
const SENT_AWAY = ['150316A9008', '210281-9988', '040265-9985', '260991-999R']

async function walkAll(
  demo: Demo, language: Language, findings: Findings, walkerOf: (who: Who) => Promise<Walker>,
  tell: (line: string) => void,
): Promise<void> {
  const as = async (who: Who, walk: (walker: Walker) => Promise<void>): Promise<void> => {
    const walker = await walkerOf(who)
    try {
      await walk(walker)
    } catch (error) {
      const [message] = (error as Error).message.split('\n')
      findings.add(`the walk of ${who ? Object.values(who)[0] : 'a visitor'}`, `stopped at ${walker.page.url()}: ${message}`, language)
    } finally {
      tell(`${language}: ${who ? Object.values(who)[0] : 'a visitor'} has been everywhere, ${findings.pages} pages so far`)
      await walker.page.context().close()
    }
  }
  const place = LANGUAGES.indexOf(language)
  await as(null, (walker) => visitorsWalk(walker, demo))
  await as({ resident: VOTERS[language] }, votersWalk)
  for (const resident of SENT_AWAY) await as({ resident }, sentAwayWalk)
  await as({ resident: '010675-9981' }, (walker) => authorsWalk(walker, demo))
  await as({ staff: 'coordinator' }, (walker) => officeWalk(walker, demo))
  await as({ staff: 'moderator' }, ({ visit }) => visit('/hallinta'))
  await as({ staff: 'clerk-kirjasto' }, (walker) => desksWalk(walker, artificialHetu(1_000_007 + place), VOTERS[language]))
  await as({ staff: 'key-holder-1' }, async (holder) => {
    const shares = await holdersWalk(holder, () => as({ staff: 'key-holder-2' }, meanwhileWalk))
    await as({ staff: 'manager' }, endingWalk)
    await as(null, betweenWalk)
    await openingWalk(holder, shares)
  })
  await as({ staff: 'manager' }, publishingWalk)
}

/**
 * Goes everywhere in these languages and looks at each page so. Returns what was found, and the routes of pages that
 * nobody came to. `tell` hears how far the walks are.
 */
export async function lookEverywhere(
  demo: Demo, browser: Browser, languages: readonly Language[], looks: Looks, tell: (line: string) => void = () => {},
): Promise<{ findings: Findings; missed: readonly string[] }> {
  const findings = createFindings()
  const visited = new Set<string>()
  const shared = { browser, origin: demo.origin, findings, visited, looks, pageName: pageNames(demo.running.app), looked: new Set<string>() }
  await Promise.all(languages.map((language) => walkAll(demo, language, findings, (who) =>
    createWalker(shared, language, who), tell)))
  return { findings, missed: pagesNotVisited(demo.running.app, visited) }
}
