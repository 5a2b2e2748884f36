import t from 'tap'
import { KEY_HOLDER, MANAGER, must, votingRound } from '../support/index.ts'
import { enterOn, launchBrowser, listeningWorld, NO_BROWSER, phone, signInAs, tabTo } from './browser.ts'

t.test('a voter finds their ballot in the public list', { skip: NO_BROWSER }, async (t) => {
  const world = await listeningWorld(t)
  const { slug, shares } = await votingRound(world, { slug: 'kevat' })
  const browser = await launchBrowser()

  /** Votes for the first two proposals as a resident does, and keeps the tracker. */
  async function vote(hetu: string): Promise<string> {
    const context = await phone(browser, world.origin, false)
    const page = await context.newPage()
    await page.goto(`/aanesta?kierros=${slug}`)
    await enterOn(page, /^Tunnistaudu ja äänestä/)
    await signInAs(page, hetu)
    for (const number of [1, 2]) await page.getByLabel(`Äänestän tätä Ehdotus ${number},`).check()
    await enterOn(page, /^Jatka: tarkista äänesi/)
    await enterOn(page, /^Vahvista ja äänestä/)
    const tracker = await page.locator('.tracker').innerText()
    await context.close()
    return tracker
  }

  const trackers = [await vote('010280-952L'), await vote('010469-999W')]
  must(await world.rounds.endRehearsal(MANAGER, slug))

  await t.test('before publication the page says when', async (t) => {
    const context = await phone(browser, world.origin)
    const page = await context.newPage()
    await page.goto(`/tulokset/tarkista?kierros=${slug}`)
    t.equal(await page.locator('h1').innerText(), 'Äänesi voi tarkistaa, kun tulos on julkaistu')
    await context.close()
  })

  must(await world.tally.openUrn(KEY_HOLDER, slug, shares.slice(1)))
  must(await world.tally.run(MANAGER, slug))
  must(await world.tally.publish(MANAGER, slug))

  for (const [scripts, tracker] of [[true, trackers[0]!], [false, trackers[1]!]] as const) {
    await t.test(`by keyboard alone, with scripts ${scripts ? 'on' : 'off'}`, async (t) => {
      const context = await phone(browser, world.origin, scripts)
      const page = await context.newPage()
      const addresses: string[] = []
      page.on('request', (request) => addresses.push(request.url()))
      await page.goto(`/tulokset?kierros=${slug}`)
      t.match(await page.locator('main').innerText(), /2 äänestäjää valitsi/)
      await enterOn(page, /^Tarkista oma äänesi/)

      await tabTo(page, /^Seurantakoodi/)
      await page.keyboard.type('liian lyhyt')
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
      t.match(await page.title(), /^Virhe/)
      t.match(await page.locator('.ds-error-summary').innerText(), /Seurantakoodissa on 16 merkkiä/)

      await page.locator('#koodi').fill('')
      await tabTo(page, /^Seurantakoodi/)
      // As somebody copies it from paper: small letters, the groups torn apart by hyphens.
      await page.keyboard.type(tracker.toLowerCase().replaceAll(' ', '-'))
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
      t.equal(await page.locator('h1').innerText(), 'Äänesi on laskettu mukaan')
      const plain = tracker.replaceAll(' ', '')
      t.match(await page.locator('tr.mine').innerText(), plain)
      t.match(await page.locator('main .rows').innerText(), /1\. Ehdotus 1[\s\S]*Toteutetaan[\s\S]*2\. Ehdotus 2[\s\S]*Toteutetaan/)
      t.notOk(addresses.some((address) => address.toUpperCase().includes(plain)), 'the code was in no address')
      t.equal(await page.evaluate('document.documentElement.scrollWidth'), 390, 'nothing scrolls sideways')
      await enterOn(page, /^Katso tulos/)
      t.match(new URL(page.url()).pathname, '/tulokset')
      await context.close()
    })
  }
})
