import type { Page } from 'playwright-core'
import t from 'tap'
import { person, votingRound } from '../support/index.ts'
import { enterOn, launchBrowser, listeningWorld, NO_BROWSER, phone, tabTo } from './browser.ts'

const COSTS_EUR = [20_000, 15_000, 10_000, 8_000, 5_000, 4_000, 3_000, 2_000, 9_000, 7_000, 6_000, 1_000]
const VOTES = 10
/** About as fast as somebody types who does it all day. */
const TYPING_MS = 40

const heading = (page: Page): Promise<string> => page.locator('h1').innerText()

async function signInClerk(page: Page): Promise<void> {
  await page.goto('/piste')
  await page.waitForURL(/demo-idp/)
  await tabTo(page, /^Sami Spotti/)
  await Promise.all([page.waitForURL(/\/piste$/), page.keyboard.press('Enter')])
}

/** Waits until the page has put the focus where the next key belongs, then types there. Returns the key presses. */
async function typeAt(page: Page, focus: string, text: string): Promise<number> {
  await page.locator(`${focus}:focus`).waitFor()
  await page.keyboard.type(text, { delay: TYPING_MS })
  return text.length
}

async function enter(page: Page, next: RegExp): Promise<number> {
  await Promise.all([page.waitForURL(next), page.keyboard.press('Enter')])
  return 1
}

/** On the page that asks for a look: Enter registers, for the button has the focus. */
async function confirm(page: Page): Promise<number> {
  await typeAt(page, 'button', '')
  return enter(page, /\/kuitti$/)
}

async function identify(page: Page, hetu: string): Promise<void> {
  await typeAt(page, '#hetu', hetu)
  await enter(page, /\/lomake$/)
}

t.test('a clerk registers ten paper votes', { skip: NO_BROWSER }, async (t) => {
  const world = await listeningWorld(t)
  await votingRound(world, { slug: 'osbu-koe' }, COSTS_EUR)
  const browser = await launchBrowser()
  const rows = async (): Promise<number> => (await world.db.selectFrom('sealed_ballot').select('revision').execute()).length
  let voter = 0

  await t.test('by keyboard alone, in at most twelve key presses each', async (t) => {
    const context = await browser.newContext({ baseURL: world.origin, locale: 'fi-FI', viewport: { width: 1280, height: 800 } })
    t.teardown(() => context.close())
    const page = await context.newPage()
    await signInClerk(page)
    const presses: number[] = []
    const seconds: number[] = []
    for (let i = 0; i < VOTES; i++) {
      const began = performance.now()
      await identify(page, person(voter++).hetu)
      t.equal(await heading(page), 'Saa äänestää')
      let keys = await typeAt(page, '#picks', '3 7 12')
      // The first of a sitting says how residence was made sure of; the rest come with the same.
      if (i === 0) {
        await page.keyboard.press('Tab')
        await page.keyboard.press('Space')
        keys += 2
      }
      keys += await enter(page, /\/tarkista$/)
      t.match(await page.locator('main').innerText(), /ei ole vielä kirjattu/)
      keys += await confirm(page)
      t.equal(await heading(page), 'Ääni on kirjattu')
      presses.push(keys)
      seconds.push((performance.now() - began) / 1000)
    }
    t.equal(await rows(), VOTES)
    t.ok(Math.max(...presses) <= 12, `at most ${Math.max(...presses)} key presses after the code`)
    const total = seconds.reduce((sum, one) => sum + one, 0)
    t.comment(`ten paper votes of three: ${presses.slice(1)[0]} key presses each after the code (the first ${presses[0]}), `
      + `${total.toFixed(1)} s in all at ${TYPING_MS} ms a key, the slowest ${Math.max(...seconds).toFixed(1)} s`)

    await t.test('and the slip is on paper, not on the screen', async (t) => {
      const code = page.locator('.desk-slip-code')
      t.notOk(await code.isVisible())
      await page.emulateMedia({ media: 'print' })
      t.ok(await code.isVisible())
      t.match(await code.innerText(), /^[0-9A-Z]{4}( [0-9A-Z]{4}){3}$/)
      t.notOk(await page.locator('#hetu').isVisible())
      await page.emulateMedia({ media: 'screen' })
      // As after a print: the next code is typed where it belongs.
      await page.evaluate('dispatchEvent(new Event("afterprint"))')
    })

    await t.test('and when the network drops the screen says what is saved, and the same form is sent again', async (t) => {
      await identify(page, person(voter++).hetu)
      await typeAt(page, '#picks', '5')
      await context.setOffline(true)
      await page.keyboard.press('Enter')
      const box = page.locator('[data-offline]')
      await box.waitFor({ state: 'visible' })
      t.match(await box.innerText(), /Tätä lippua ei ole kirjattu/)
      await context.setOffline(false)
      await enter(page, /\/tarkista$/)
      await page.locator('button:focus').waitFor()

      // The answer is lost on its way back: the ballot is in the urn, and nobody at the desk can know.
      await page.route('**/piste/tarkista', async (route) => {
        await route.fetch()
        await route.abort('connectionreset')
      }, { times: 1 })
      await page.keyboard.press('Enter')
      await box.waitFor({ state: 'visible' })
      t.match(await box.innerText(), /Emme tiedä, ehtikö ääni uurnaan/)
      t.equal(await rows(), VOTES + 1)
      await confirm(page)
      t.equal(await heading(page), 'Ääni on kirjattu')
      t.equal(await rows(), VOTES + 1, 'the same vote is in the urn once')
    })
  })

  await t.test('without scripts too', async (t) => {
    const context = await phone(browser, world.origin, false)
    t.teardown(() => context.close())
    const page = await context.newPage()
    await signInClerk(page)
    const before = await rows()
    await identify(page, person(voter++).hetu)
    await typeAt(page, '#picks', '3 7 12')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await enter(page, /\/tarkista$/)
    await confirm(page)
    t.equal(await heading(page), 'Ääni on kirjattu')
    t.equal(await rows(), before + 1)
    await enterOn(page, /^Päivän laskelma/)
    await tabTo(page, /^Kirjattuja lomakkeita/)
    await page.keyboard.type(String(before + 1))
    await enterOn(page, /^Tallenna päivän laskelma/)
    t.match(await page.locator('.day-sheet').innerText(), /Luvut täsmäävät/)
  })
})
