import { sql } from 'kysely'
import type { BrowserContext, Page } from 'playwright-core'
import t from 'tap'
import { votingRound, type World } from '../support/index.ts'
import { enterOn, launchBrowser, listeningWorld, NO_BROWSER, phone, signInAs, tabTo } from './browser.ts'

const start = '/aanesta?kierros=kevat'
const heading = (page: Page): Promise<string> => page.locator('h1').innerText()
const tracker = (page: Page): Promise<string> => page.locator('.tracker').innerText()

async function ballots({ db }: World): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from sealed_ballot`.execute(db)
  return rows[0]!.n
}

/** From the first page to the check page with the given number of ticks, by keyboard alone. */
async function chooseByKeyboard(page: Page, hetu: string, ticks: number): Promise<void> {
  await page.goto(start)
  await enterOn(page, /^Tunnistaudu ja äänestä/)
  await signInAs(page, hetu)
  for (let tick = 0; tick < ticks; tick++) {
    await tabTo(page, new RegExp(`^Äänestän tätä Ehdotus ${tick + 1},`))
    await page.keyboard.press('Space')
  }
}

t.test('residents vote in a browser', { skip: NO_BROWSER }, async (t) => {
  const world = await listeningWorld(t)
  await votingRound(world, { slug: 'kevat' })
  const browser = await launchBrowser()
  const open = async (scripts: boolean): Promise<[BrowserContext, Page]> => {
    const context = await phone(browser, world.origin, scripts)
    t.teardown(() => context.close())
    return [context, await context.newPage()]
  }

  for (const [scripts, hetu] of [[true, '010280-952L'], [false, '010469-999W']] as const) {
    await t.test(`by keyboard alone, with scripts ${scripts ? 'on' : 'off'}: a fourth tick, a tracker, another vote`, async (t) => {
      const before = await ballots(world)
      const [, page] = await open(scripts)
      await chooseByKeyboard(page, hetu, 4)
      await enterOn(page, /^Jatka: tarkista äänesi/)
      t.match(await page.locator('.ds-error-summary').innerText(), /Ehdotuksia voi valita enintään 3\. Valittuna on 4\./)
      t.equal(await page.locator('input[name=pick]:checked').count(), 4)
      if (scripts) t.match(await page.locator('.pick-bar').innerText(), /4 \/ 3 valittu[\s\S]*Valitsit 1 liikaa/)
      await tabTo(page, /^Äänestän tätä Ehdotus 4,/)
      await page.keyboard.press('Space')
      // Enter on a box sends the form like the button does.
      await Promise.all([page.waitForURL(/tarkista/), page.keyboard.press('Enter')])
      t.equal(await heading(page), 'Tarkista äänesi')
      t.match(await page.title(), /^Ei vielä tallennettu/)
      t.equal(await ballots(world), before)
      await enterOn(page, /^Vahvista ja äänestä/)
      t.equal(await heading(page), 'Äänesi on tallentunut')
      const first = await tracker(page)
      t.match(first, /^(\w{4} ){3}\w{4}$/)
      await page.reload()
      t.equal(await tracker(page), first)
      t.equal(await ballots(world), before + 1)

      await enterOn(page, /^Voit vielä vaihtaa äänesi/)
      await tabTo(page, /^Äänestän tätä Ehdotus 5,/)
      await page.keyboard.press('Space')
      await enterOn(page, /^Jatka: tarkista äänesi/)
      await enterOn(page, /^Vahvista ja äänestä/)
      t.match(await page.locator('main').innerText(), /olet vaihtanut sen kerran\.[\s\S]*Aiempi seurantakoodi ei ole enää voimassa/)
      t.not(await tracker(page), first)
      t.equal(await ballots(world), before + 1)
      await enterOn(page, /^Kirjaudu ulos/)
      await page.goto('/aanesta/valmis?kierros=kevat')
      t.equal(await heading(page), 'Äänestä: Osbu 2026', 'nothing is left for the next person')
    })
  }

  await t.test('a double click and the back button leave one vote and no doubt', async (t) => {
    const before = await ballots(world)
    for (const [scripts, hetu] of [[true, '010675-9981'], [false, '261298-998X']] as const) {
      const [, page] = await open(scripts)
      await chooseByKeyboard(page, hetu, 1)
      await enterOn(page, /^Jatka: tarkista äänesi/)
      await page.getByRole('button', { name: 'Vahvista ja äänestä' }).dblclick()
      await page.waitForURL(/valmis/)
      const code = await tracker(page)
      await page.goBack()
      await page.waitForLoadState()
      if (await page.locator('form[data-cast]').count() > 0) {
        // A browser that shows the page as it was: pressed again it leads to the same receipt.
        await page.getByRole('button', { name: 'Vahvista ja äänestä' }).click()
        await page.waitForURL(/valmis/)
        t.equal(await tracker(page), code)
      } else {
        t.equal(await heading(page), 'Olet äänestänyt')
      }
    }
    t.equal(await ballots(world), before + 2)
  })

  await t.test('two tabs: the second says what is in the urn', async (t) => {
    const [context, one] = await open(true)
    await one.goto(start)
    await one.getByText('Tunnistaudu ja äänestä').click()
    await one.locator('#hetu').fill('010190-900P')
    await Promise.all([one.waitForURL(/aanesta/), one.keyboard.press('Enter')])
    await one.locator('label', { hasText: 'Ehdotus 1,' }).click()
    await one.getByRole('button', { name: 'Jatka: tarkista äänesi' }).click()
    const two = await context.newPage()
    await two.goto('/aanesta/valitse?kierros=kevat')
    await two.locator('label', { hasText: 'Ehdotus 2,' }).click()
    await two.getByRole('button', { name: 'Jatka: tarkista äänesi' }).click()
    await one.getByRole('button', { name: 'Vahvista ja äänestä' }).click()
    await one.waitForURL(/valmis/)
    await two.getByRole('button', { name: 'Vahvista ja äänestä' }).click()
    await two.waitForLoadState()
    t.match(await two.locator('main').innerText(), /Tätä ääntä ei tallennettu[\s\S]*Äänesi on ollut uurnassa \S+ alkaen\./)
  })

  await t.test('ticks outlive a change of language, and every page tells of a vote that was begun', async (t) => {
    const [, page] = await open(true)
    await page.goto('/aanesta/valitse?kierros=kevat')
    const kept = page.waitForResponse((response) => response.status() === 204)
    await page.locator('label', { hasText: 'Ehdotus 2,' }).click()
    t.match(await page.locator('.pick-bar').innerText(), /1 \/ 3 valittu · yhteensä 15\s000\s€/)
    await kept
    await page.getByRole('link', { name: 'SV Svenska' }).click()
    await page.waitForURL(/\/sv\//)
    t.equal(await page.locator('input[name=pick]:checked').getAttribute('value'), '2')
    t.match(await page.locator('.pick-bar').innerText(), /1 \/ 3 valda · sammanlagt 15\s000\s€/)
    await page.goto('/')
    t.match(await page.locator('.unsaved').innerText(), /Äänesi ei ole vielä tallentunut/)
  })

  for (const scripts of [true, false]) {
    await t.test(`somebody under age is sent away kindly, with scripts ${scripts ? 'on' : 'off'}`, async (t) => {
      const [, page] = await open(scripts)
      await page.goto(start)
      await enterOn(page, /^Tunnistaudu ja äänestä/)
      await signInAs(page, '150316A9008')
      t.equal(await heading(page), 'Et voi vielä äänestää')
      t.match(await page.locator('main').innerText(), /12 vuotta[\s\S]*Ideoita saat lähettää jo nyt[\s\S]*Lähetä idea/)
      await enterOn(page, /^Kirjaudu ulos/)
    })
  }
})
