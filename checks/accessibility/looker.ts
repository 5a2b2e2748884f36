import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Result } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { addressOf } from '../../src/web/site/index.ts'
import { keyboardFaults } from './keyboard.ts'

export type Language = 'fi' | 'sv' | 'en'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const inPage = readFileSync(join(import.meta.dirname, 'in-page.js'), 'utf8')

export type Scheme = 'light' | 'dark'

/** In which ways each page is looked at. */
export type Looks = {
  readonly schemes: readonly Scheme[]
  readonly widths: readonly number[]
  readonly byKeyboard: boolean
  /** Whether axe looks again at a page that comes with other contents, such as another idea or phase. */
  readonly again: boolean
}

/** Everything that the requirements name. */
export const WHOLE_MATRIX: Looks = { schemes: ['light', 'dark'], widths: [320, 390, 768, 1280], byKeyboard: true, again: true }
/** Once, as most people see it. */
export const ONE_LOOK: Looks = { schemes: ['light'], widths: [390], byKeyboard: false, again: false }

const HEIGHT = 844
/** What 1280 by 1024 leaves at 400 %. */
const ENLARGED = { width: 320, height: 256 }

/** What was found and where, and in which of the looks: the same fault of many looks is one line. */
export type Findings = {
  readonly add: (where: string, what: string, look: string) => void
  readonly lines: () => string[]
  looks: number
  pages: number
}

export function createFindings(): Findings {
  const found = new Map<string, Set<string>>()
  return {
    looks: 0, pages: 0,
    add(where, what, look) {
      const key = `${where}\n    ${what}`
      found.set(key, (found.get(key) ?? new Set()).add(look))
    },
    lines: () => [...found].map(([key, looks]) => `${key}\n    (${[...looks].join(', ')})`),
  }
}

export type Walker = {
  readonly page: Page
  readonly language: Language
  /** Goes to a path in the walker's language. */
  readonly go: (path: string) => Promise<void>
  /** Looks at the page that is open, in every scheme and width. After `visit` nothing is left to look at. */
  readonly look: (status?: number) => Promise<void>
  /** Goes there and looks, unless a page of its kind was looked at and the looks are not `again`. */
  readonly visit: (path: string, status?: number) => Promise<void>
  readonly fill: (selector: string, text: string) => Promise<void>
  readonly tick: (selector: string) => Promise<void>
  /** Presses what leads to another page. */
  readonly press: (selector: string) => Promise<void>
  /** Sends a form with nothing in it and looks at what comes back. */
  readonly sendEmpty: (selector?: string) => Promise<void>
  /** Nobody is signed in any more, and nothing is kept. */
  readonly forget: () => Promise<void>
}

export type Who = { readonly resident: string } | { readonly staff: string } | null

async function signIn(page: Page, origin: string, who: Exclude<Who, null>): Promise<void> {
  const [audience, selector] = 'staff' in who ? ['staff', `button[value="${who.staff}"]`] : ['resident', `button[value="${who.resident}"]`]
  await page.goto(`${origin}/api/sign-in/${audience}?return=/tietoa`)
  if ('resident' in who && await page.locator(selector).count() === 0) {
    await page.fill('#hetu', who.resident)
    await Promise.all([page.waitForURL(`${origin}/tietoa`), page.click('button.main')])
  } else await Promise.all([page.waitForURL(`${origin}/tietoa`), page.click(selector)])
}

/** Anything that a page does beside what it should: asks elsewhere, breaks its own policy, throws. */
function watch(page: Page, origin: string, tell: (what: string) => void): void {
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(origin) && !url.startsWith('data:')) tell(`asks another host: ${url}`)
  })
  page.on('pageerror', (error) => tell(`throws: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/the server responded with a status of/.test(message.text())) tell(`complains: ${message.text()}`)
  })
}

/** Somebody with a browser of their own who looks at every page that they come to. */
export async function createWalker(
  { browser, origin, findings, visited, looks, pageName, looked }: {
    browser: Browser; origin: string; findings: Findings; visited: Set<string>; looks: Looks
    pageName: (path: string) => string; looked: Set<string>
  },
  language: Language, who: Who,
): Promise<Walker> {
  const context = await browser.newContext({ viewport: { width: 390, height: HEIGHT }, colorScheme: 'light', reducedMotion: 'reduce' })
  // The questions of the look are there before the page's own scripts. axe comes with them, so that it is sent once and not to
  // each page, but is read only where it is used: that takes the browser as long as half a page.
  await context.addInitScript({ content: `if (window.top === window) { ${inPage}; look.readAxe = () => { ${axe} } }` })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  let status = 0
  let method = ''
  page.on('response', (response) => {
    const request = response.request()
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) {
      status = response.status()
      method = request.method()
      visited.add(`${method} ${new URL(response.url()).pathname}`)
    }
  })
  const name = who === null ? 'visitor' : 'staff' in who ? who.staff : who.resident
  const where = (title: string): string => {
    const { pathname, search } = new URL(page.url())
    return `${name} ${pathname}${search.length > 60 ? '' : search} (${status}) “${title}”`
  }
  watch(page, origin, (what) => findings.add(`${name} ${new URL(page.url()).pathname}`, what, language))
  if (who) await signIn(page, origin, who)

  let scheme: Scheme = 'light'
  async function inScheme(colorScheme: Scheme): Promise<void> {
    if (scheme !== colorScheme) await page.emulateMedia({ colorScheme })
    scheme = colorScheme
  }

  async function axeFaults(look: string, at: string): Promise<void> {
    findings.looks++
    // In another scheme the same page has other colours and nothing else that is new.
    const rules = scheme === 'light' ? '' : ', runOnly: ["color-contrast", "link-in-text-block"]'
    const options = `{ resultTypes: ["violations"], preload: false${rules} }`
    const violations = await page.evaluate<Result[]>(
      `(window.axe ?? look.readAxe(), axe.run(document, ${options}).then(({ violations }) => violations))`)
    for (const { id, nodes } of violations) {
      for (const { target, failureSummary = '' } of nodes) {
        const why = failureSummary.split('\n').slice(1, 3).join(' ').trim()
        findings.add(at, `axe ${id}: ${target.join(' ')}: ${why}`, look)
      }
    }
  }

  const kindOf = (verb: string, path: string, code: number): string => `${language} ${verb} ${pageName(path.replace(/\?.*/, ''))} ${code}`

  async function look(expected = 200): Promise<void> {
    const { title, faults } = await page.evaluate<{ title: string; faults: string[] }>(
      `({ title: document.title, faults: look.structure('${language}') })`)
    const at = where(title)
    findings.pages++
    const kind = kindOf(method, new URL(page.url()).pathname, status)
    const byAxe = looks.again || !looked.has(kind)
    looked.add(kind)
    if (status !== expected) findings.add(at, `answers ${status} instead of ${expected}`, language)
    for (const fault of faults) findings.add(at, fault, language)
    for (const colorScheme of looks.schemes) {
      await inScheme(colorScheme)
      for (const width of looks.widths) {
        await page.setViewportSize({ width, height: HEIGHT })
        if (byAxe) await axeFaults(`${language} ${colorScheme} ${width}`, at)
        if (colorScheme === 'dark') continue
        const { plain, spaced } = await page.evaluate<{ plain: string[]; spaced: string[] }>(
          '({ plain: look.sideways(), spaced: look.spaced(look.sideways) })')
        for (const fault of plain) findings.add(at, fault, `${language} ${width}`)
        for (const fault of spaced) findings.add(at, fault, `${language} ${width} with text spacing`)
      }
    }
    await inScheme('light')
    // The order of focus is the same in each language, and nowhere is there less room for it.
    if (language === 'fi' && looks.byKeyboard) {
      await page.setViewportSize(ENLARGED)
      for (const fault of await keyboardFaults(page)) findings.add(at, fault, 'keyboard at 400 %')
    }
    await page.setViewportSize({ width: 390, height: HEIGHT })
  }

  // A page that nobody need look at again is gone to only if something is done on it.
  let owed: string | null = null
  const go = async (path: string): Promise<void> => {
    owed = null
    await page.goto(origin + addressOf(language, path))
  }
  const arrive = async (): Promise<void> => { if (owed !== null) await go(owed) }
  const leave = async (act: () => Promise<unknown>): Promise<void> => {
    await Promise.all([page.waitForEvent('domcontentloaded'), act()])
    await page.waitForLoadState()
  }
  return {
    page, language, go, look,
    async visit(path, expected = 200) {
      if (!looks.again && looked.has(kindOf('GET', path, expected))) {
        owed = path
        return
      }
      await go(path)
      await look(expected)
    },
    async fill(selector, text) {
      await arrive()
      await page.fill(selector, text)
    },
    async tick(selector) {
      await arrive()
      await page.check(selector, { force: true })
    },
    async press(selector) {
      await arrive()
      await leave(() => page.locator(selector).first().click())
    },
    async sendEmpty(selector = 'main form[method=post]') {
      await arrive()
      await page.evaluate(`look.empty(${JSON.stringify(selector)})`)
      await leave(() => page.evaluate(`look.send(${JSON.stringify(selector)})`))
      if (await page.locator('.ds-error-summary').count() === 0) findings.add(where(await page.title()), 'tells no errors of an empty form', language)
      await look(400)
    },
    forget: () => context.clearCookies(),
  }
}
