import type { Page } from 'playwright-core'
import t from 'tap'
import { MANAGER, MODERATOR, must, roundRequest, type World } from '../support/index.ts'
import { enterOn, enterText, launchBrowser, listeningWorld, NO_BROWSER, phone, signInAs, tabTo } from './browser.ts'

const main = (page: Page): Promise<string> => page.locator('main').innerText()

async function enter(world: World, slug: string, title: string, body: string): Promise<number> {
  return must(await world.ideas.enter(MODERATOR, slug, { source: 'workshop', title, body, theme: 'muu', language: 'fi' })).id
}

t.test('a moderator merges two ideas and publishes a proposal', { skip: NO_BROWSER }, async (t) => {
  const world = await listeningWorld(t)
  const browser = await launchBrowser()

  for (const scripts of [true, false]) {
    await t.test(`by keyboard alone, with scripts ${scripts ? 'on' : 'off'}`, async (t) => {
      const slug = scripts ? 'kevat' : 'syksy'
      const at = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()
      // Of two rounds in review the one whose voting comes later is the newest, so each journey finds its own first.
      must(await world.rounds.create(MANAGER, roundRequest({
        slug, name: { fi: slug }, votingOpenAt: at(scripts ? 24 : 48), votingCloseAt: at(72), paperUntil: at(73),
      })))
      const host = await enter(world, slug, 'Lisää penkkejä rantaan', 'Rantaraitin varrelle tarvitaan penkkejä, joille istahtaa.')
      must(await world.moderation.decide(MODERATOR, host, { kind: 'accept', seq: 0 }))
      const idea = await enter(world, slug, 'Penkkejä rantaraitille', 'Rantaraitilla ei ole paikkaa, johon istahtaa.')
      const context = await phone(browser, world.origin, scripts)
      t.teardown(() => context.close())
      const page = await context.newPage()
      await page.goto('/hallinta')
      await signInAs(page, 'Kaisa Koordinaattori')

      await enterOn(page, new RegExp(`^Käsittele ideoita, ${slug}`))
      t.match(await main(page), /Penkkejä rantaraitille[\s\S]*Samankaltaisia ideoita\s+Lisää penkkejä rantaan/)
      await enterOn(page, /^Penkkejä rantaraitille/)

      // A ready sentence stands in the field, with the script or without.
      await enterOn(page, /^Hylkää$/)
      await tabTo(page, /^Liian kallis/)
      if (scripts) await page.keyboard.press('Enter')
      else await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
      t.match(await page.inputValue('#reason'), /maksaisi enemmän kuin/)

      await enterOn(page, /^Yhdistä$/)
      t.ok(await page.locator(`#ideaan-${host}`).isChecked(), 'the one that is like it is chosen')
      await enterOn(page, /^Katso, mitä yhdistäminen tekee/)
      t.match(await main(page), /Yhdistämistä ei voi perua/)
      await enterOn(page, /^Yhdistä ideat/)
      t.match(await main(page), new RegExp(`Idea ${idea} on yhdistetty[\\s\\S]*Kaikki ideat on käsitelty`))

      await enterOn(page, /^Äänestysehdotukset/)
      await tabTo(page, /^Lisää penkkejä rantaan/)
      await page.keyboard.press('Space')
      await enterOn(page, /^Tee ehdotus valituista/)
      t.equal(await page.inputValue('#title-fi'), 'Lisää penkkejä rantaan')
      await enterText(page, /^Kuvaus/, 'Kymmenen penkkiä rantaraitin varteen.')
      await enterText(page, /^Vähintään/, '5 000')
      await enterText(page, /^Enintään/, '4 000')
      await enterOn(page, /^Tallenna ehdotus/)
      t.match((await page.locator('.ds-error-summary').innerText()).replaceAll('\u00A0', ' '), /vähintään 5 000 €/)
      if (scripts) t.ok(await page.evaluate<boolean>('document.activeElement.hasAttribute("data-focus")'), 'the summary has the focus')
      await page.fill('#costMaxCents', '')
      await enterText(page, /^Enintään/, '8000,50')
      await enterOn(page, /^Tallenna ehdotus/)
      t.match((await main(page)).replaceAll('\u00A0', ' '), /Ehdotus on tehty[\s\S]*8 000,50 €/)
      t.equal(await page.evaluate('document.documentElement.scrollWidth'), 390, 'nothing scrolls sideways')

      await enterOn(page, /^Vahvista ehdotukset/)
      t.match(await main(page), /Ehdotus 1: puuttuu ruotsi ja englanti/)
      await enterOn(page, /^Vahvista ehdotukset/)
      t.match(await main(page), /Ehdotukset on vahvistettu/)
      t.match(await world.proposals.list(MANAGER, slug), {
        confirmedAt: /./, proposals: [{ costMinCents: 500_000, costMaxCents: 800_050, ideas: [{ id: host }] }],
      })
    })
  }
})
