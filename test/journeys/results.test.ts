import t from 'tap'
import { publishedRound } from '../proposals/published.ts'
import { KEY_HOLDER, MANAGER, must, votingRound } from '../support/index.ts'
import { enterOn, enterText, launchBrowser, listeningWorld, NO_BROWSER, phone, signInAs, tabTo } from './browser.ts'

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

      await enterText(page, /^Seurantakoodi/, 'liian lyhyt')
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

t.test('anybody counts a published round again in their browser, on files that stay there', { skip: NO_BROWSER }, async (t) => {
  const world = await listeningWorld(t)
  const slug = await publishedRound(world)
  const file = async (name: string): Promise<Buffer> => (await world.app.inject(`/api/rounds/${slug}/${name}`)).rawPayload
  const [result, ballots, pb] = await Promise.all(['result.json', 'ballots.csv', 'result.pb'].map(file))
  const browser = await launchBrowser()

  await t.test('by keyboard: it agrees, and with one byte changed it names the difference', async (t) => {
    const context = await phone(browser, world.origin)
    const page = await context.newPage()
    const broken: string[] = []
    page.on('console', (message) => { if (message.type() === 'error') broken.push(message.text()) })
    await page.goto(`/tulokset?kierros=${slug}`)
    await enterOn(page, /^Laske uudelleen selaimessa/)
    const asked: string[] = []
    page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`))

    const count = async (files: Record<string, Buffer>, title: string): Promise<string> => {
      for (const [id, buffer] of Object.entries(files)) {
        await page.locator(`#${id}`).setInputFiles({ name: id, mimeType: 'text/plain', buffer })
        await page.locator(`#${id}`).focus()
      }
      await tabTo(page, /^Laske uudelleen/)
      await page.keyboard.press('Enter')
      await page.locator('#vastaus h2', { hasText: title }).waitFor()
      return (await page.locator('#vastaus').innerText()).replace(/\u00A0/g, ' ')
    }
    await page.locator('form.recount button').first().click()
    t.match(await page.locator('#result-virhe').innerText(), /Valitse tiedosto/, 'a file that is missing is asked for at its field')

    const agrees = await count({ result: result!, ballots: ballots! }, 'Laskenta antaa saman tuloksen kuin julkaistu')
    t.match(agrees, /3 lippua, 6 ääntä, 3 ehdotusta\. Hylättyjä lippuja: 0/)
    t.match(agrees, (await world.tally.published(slug)).result.inputSha256)
    t.match(agrees, /45 000,00 €, ja määräraha on 50 000,00 €/)

    const changed = Buffer.from(ballots!)
    changed[changed.lastIndexOf(';') + 1] = '3'.charCodeAt(0)
    t.not(Buffer.compare(changed, ballots!), 0, 'one byte is another')
    const differs = await count({ ballots: changed }, 'Laskenta antaa eri tuloksen kuin julkaistu')
    t.match(differs, /Tiiviste on eri: jokin lippu/)
    t.match(differs, /inputSha256: "[0-9a-f]{64}" in the published result, "[0-9a-f]{64}" in the recount/)
    t.match(await count({ result: Buffer.from('{}') }, 'Tiedostoa ei voi laskea'), /the result is not one of ours/)
    t.match(await count({ pb: pb! }, 'Laskenta antaa saman tuloksen'), /3 lippua, 6 ääntä/)

    t.ok(asked.length > 10, 'the test sees what the page loads')
    t.same(asked.filter((each) => !each.startsWith('GET /assets/')), [], 'nothing but its own scripts')
    t.same(broken, [])
    t.match(await page.evaluate(() => fetch('/api/rounds').then(() => 'sent', () => 'refused')), 'refused', 'the policy lets nothing out')
    await context.close()
  })

  await t.test('without scripts the page tells the command', async (t) => {
    const context = await phone(browser, world.origin, false)
    const page = await context.newPage()
    await page.goto('/tietoa/laske-uudelleen')
    t.match(await page.locator('main').innerText(), /npm run osbu -- recount/)
    t.equal(await page.locator('#laskenta').isVisible(), false)
    await context.close()
  })
})
