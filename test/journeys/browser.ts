import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import tap, { type Test } from 'tap'
import { testWorld, type World } from '../support/index.ts'

/** Debian's Chromium; the one without windows takes half the time, so it comes first. */
const CHROMIUMS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']
const chromiumPath = CHROMIUMS.find((path) => existsSync(path))

/** For a journey's `skip`: why it cannot run on this machine, or false. */
export const NO_BROWSER = chromiumPath !== undefined ? false
  : `there is no ${CHROMIUMS.join(' and no ')}: install the package chromium-headless-shell to run the journeys`

/** The whole service, listening, with the demo's provider to sign in by. */
export async function listeningWorld(t: Test): Promise<World & { origin: string }> {
  let origin = ''
  const world = await testWorld(t, { poolMax: 8, demo: true, publicUrl: () => origin })
  await world.app.listen({ host: '127.0.0.1', port: 0 })
  origin = `http://localhost:${(world.app.server.address() as AddressInfo).port}`
  return { ...world, origin }
}

let browser: Promise<Browser> | undefined

/** The browser of this process, started for the first journey and closed after the last; what a journey opens is apart. */
export function launchBrowser(): Promise<Browser> {
  if (browser === undefined) {
    browser = chromium.launch({
      ...chromiumPath === undefined ? {} : { executablePath: chromiumPath },
      // One site at a time is open, so that keeping sites apart in processes of their own only costs time.
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-site-isolation-trials',
        '--renderer-process-limit=1',
        // Nor does each page need a frame of its own in the process.
        '--disable-features=site-per-process,IsolateOrigins,RenderDocument',
        // Each page is new and soon left: making its scripts faster takes longer than running them.
        '--js-flags=--no-opt --no-maglev'],
    })
    tap.teardown(async () => (await browser)?.close())
  }
  return browser
}

/** A phone of its own, with or without scripts. */
export function phone(browser: Browser, baseURL: string, javaScriptEnabled = true): Promise<BrowserContext> {
  return browser.newContext({ baseURL, javaScriptEnabled, viewport: { width: 390, height: 844 }, locale: 'fi-FI', reducedMotion: 'reduce' })
}

/** Whether the focus is on what is named so; if not, about how many stops it is away. A group of radio buttons is one. */
const STOPS_AWAY = `(source) => {
  const name = new RegExp(source)
  const named = (element) => name.test((element.labels?.[0] ?? element).textContent.replace(/\\s+/g, ' ').trim())
  const here = document.activeElement
  if (named(here)) return 0
  const stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter((element) => element.checkVisibility() && !element.disabled)
    .filter((element, i, all) => element.type !== 'radio' || element.name !== all[i - 1]?.name)
  const ahead = stops.filter((element) => here === document.body
    || here.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)
  return Math.max(1, ahead.findIndex(named) + 1)
}`

/**
 * Moves by the Tab key alone to what is named so. Throws when the keyboard does not reach it. The keys come as fast as the page
 * takes them: to ask after each of them takes the browser most of a journey.
 */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0, away = 0; presses < 80; presses += away) {
    away = await page.evaluate<number>(`(${STOPS_AWAY})(${JSON.stringify(name.source)})`)
    if (away === 0) return
    await Promise.all(Array.from({ length: away }, () => page.keyboard.press('Tab')))
  }
  throw new Error(`the keyboard does not reach ${name} on ${new URL(page.url()).pathname}`)
}

/** Goes there and enters the text at once, as dictation or a word that the keyboard suggests does. */
export async function enterText(page: Page, name: RegExp, text: string): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.insertText(text)
}

/** Goes there and presses Enter, then waits for the next page. */
export async function enterOn(page: Page, name: RegExp): Promise<void> {
  await tabTo(page, name)
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
}

/** On the demo's sign-in page: chooses this person by keyboard. */
export async function signInAs(page: Page, hetu: string): Promise<void> {
  await page.waitForURL(/demo-idp/)
  await tabTo(page, new RegExp(`^${hetu}`))
  await Promise.all([page.waitForURL((url) => !/demo-idp|sign-in/.test(url.pathname)), page.keyboard.press('Enter')])
}
