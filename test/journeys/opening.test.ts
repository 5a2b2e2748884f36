import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import t from 'tap'
import { MANAGER, must, resident, votingRound } from '../support/index.ts'
import { enterOn, enterText, launchBrowser, listeningWorld, NO_BROWSER, phone, tabTo } from './browser.ts'

const VOTERS = 12
const heading = (page: Page): Promise<string> => page.locator('h1').innerText()

/** Opens a page of staff and signs in on the way. */
async function openAs(page: Page, name: RegExp, path: string): Promise<void> {
  await page.goto(path)
  await page.waitForURL(/demo-idp/)
  await tabTo(page, name)
  await Promise.all([page.waitForURL((url) => url.pathname === path), page.keyboard.press('Enter')])
}

async function giveShare(page: Page, share: string, button: RegExp): Promise<void> {
  await enterText(page, /^Avaimen osa/, share)
  await enterOn(page, button)
}

t.test('two key holders open the urn and staff publish', { skip: NO_BROWSER }, async (t) => {
  const world = await listeningWorld(t)
  const browser = await launchBrowser()

  for (const [scripts, slug] of [[true, 'koe-a'], [false, 'koe-b']] as const) {
    await t.test(`by keyboard, with scripts ${scripts ? 'on' : 'off'}`, async (t) => {
      const { shares } = await votingRound(world, { slug })
      for (let voter = 0; voter < VOTERS; voter++) {
        must(await world.urn.cast(await resident(world, voter), slug,
          { picks: [1, 2 + voter % 3], replaces: 0, castId: randomBytes(16).toString('hex') }))
      }
      must(await world.rounds.endRehearsal(MANAGER, slug))
      const url = `/hallinta/kierros/${slug}`

      const holders = await phone(browser, world.origin, scripts)
      t.teardown(() => holders.close())
      const page = await holders.newPage()
      await openAs(page, /^Aino Avain/, `${url}/avaus`)
      await giveShare(page, shares[0]!, /^Anna osa/)
      t.match(await page.locator('main').innerText(), /Aino on antanut osansa/)
      t.notMatch((await page.content()).replaceAll(' ', ''), shares[0]!.replaceAll(' ', ''), 'the first share is not shown to the second')
      await giveShare(page, shares[2]!, /^Avaa uurna/)
      // While it runs the page comes again by itself, without a script too.
      await page.locator('h1', { hasText: 'Uurna on avattu' }).waitFor()
      t.match(await page.locator('main').innerText(), /12 = 12 \+ 0/)
      await enterOn(page, /^Siirry ääntenlaskentaan/)
      await enterOn(page, /^Laske äänet/)
      t.match(await page.locator('main').innerText(), /Tulosta ei ole julkaistu/)
      t.match(await page.locator('main').innerText(), /Tuloksen julkaisee päällikkö/)

      const office = await phone(browser, world.origin, scripts)
      t.teardown(() => office.close())
      const desk = await office.newPage()
      await openAs(desk, /^Päivi Päällikkö/, `${url}/laskenta`)
      await enterOn(desk, /^Siirry julkaisemaan/)
      t.equal(await heading(desk), 'Julkaistaanko tulos?')
      await enterOn(desk, /^Julkaise tulos/)
      t.equal(await heading(desk), 'Tulos on julkaistu')
      await enterOn(desk, /^Katso julkaistu tulos/)
      t.match(await desk.locator('main').innerText(), /Ehdotus 1/)
    })
  }
})
