import type { Page } from 'playwright-core'
import sharp from 'sharp'
import t from 'tap'
import { createSender, type Letter } from '../../src/platform/mail/index.ts'
import { createMailRenderer } from '../../src/web/mail/index.ts'
import { MANAGER, MODERATOR, must, roundRequest, type World } from '../support/index.ts'
import { enterOn, enterText, launchBrowser, listeningWorld, NO_BROWSER, phone, signInAs, tabTo } from './browser.ts'

const HOUR = 60 * 60 * 1000
const heading = (page: Page): Promise<string> => page.locator('h1').innerText()

/** The mail that has left since the last look, instead of a mail server. */
async function lettersOf(world: World & { origin: string }): Promise<Letter[]> {
  const letters: Letter[] = []
  await createSender({
    db: world.db, clock: world.clock, logger: { warn() {}, error() {} } as never,
    transport: { send: async (letter) => { letters.push(letter) }, close() {} },
    render: createMailRenderer({ publicUrl: () => world.origin, seal: world.identity.sealedCookie('mail stop').seal }),
  }).sendDue()
  return letters
}

/** A photo as a phone takes it: on its side, with the place in it. */
function phonePhoto(): Promise<Buffer> {
  return sharp({ create: { width: 1200, height: 800, channels: 3, background: '#4a8' } })
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD0: { Make: 'Puhelin' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '61/1 12/1 0/1' } })
    .jpeg().toBuffer()
}

t.test('a resident sends an idea with a photo and follows it to acceptance', { skip: NO_BROWSER }, async (t) => {
  const world = await listeningWorld(t)
  const at = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString()
  must(await world.rounds.create(MANAGER, roundRequest({
    slug: 'kevat', ideasOpenAt: at(-1), ideasCloseAt: at(24), votingOpenAt: at(48), votingCloseAt: at(72), paperUntil: at(74),
  })))
  const browser = await launchBrowser()
  const photo = { name: 'ranta.jpg', mimeType: 'image/jpeg', buffer: await phonePhoto() }
  const count = async (): Promise<number> => (await world.db.selectFrom('idea').select('id').execute()).length

  for (const [scripts, hetu] of [[true, '010280-952L'], [false, '150316A9008']] as const) {
    await t.test(`by keyboard, with scripts ${scripts ? 'on' : 'off'}`, async (t) => {
      const before = await count()
      const context = await phone(browser, world.origin, scripts)
      t.teardown(() => context.close())
      const page = await context.newPage()
      await page.goto('/')
      await page.goto('/ideat')
      await enterOn(page, /^Lähetä oma idea/)

      // Nothing filled in: the summary takes the reader to what is missing.
      await enterOn(page, /^Jatka tunnistautumiseen/)
      t.match(await page.title(), /^Virhe: /)
      if (scripts) t.ok(await page.evaluate<boolean>('document.activeElement.hasAttribute("data-focus")'))
      t.equal(await page.locator('.ds-error-summary a').count(), 3)

      await enterText(page, /^Otsikko/, 'Keinu rantaan')
      await enterText(page, /^Kerro ideasta/, 'Rannalla on lapsia, mutta ei yhtään keinua.')
      await tabTo(page, /^vapaa-aika/)
      await page.keyboard.press('ArrowDown')
      await enterText(page, /^Sähköposti/, 'aino@esimerkki.fi')
      await page.setInputFiles('#photo', photo)
      await page.fill('#alt', 'Tyhjä ranta')
      // A browser that is driven types faster than people do.
      world.clock.set(world.clock.now().getTime() + 5_000)
      await enterOn(page, /^Jatka tunnistautumiseen/)
      t.equal(await heading(page), 'Tunnistaudu, niin idea lähtee')
      t.equal(await count(), before, 'nothing is stored yet')
      await enterOn(page, /^Tunnistaudu$/)
      await signInAs(page, hetu)

      t.match(await page.locator('main').innerText(), /Tekstisi on tallessa, mutta ideaa ei ole vielä lähetetty\.[\s\S]*Valitse se uudelleen/)
      t.equal(await page.inputValue('#title'), 'Keinu rantaan')
      t.equal(await page.inputValue('#contactEmail'), 'aino@esimerkki.fi')
      t.equal(await page.locator('input[name=theme]:checked').getAttribute('value'), 'muu')
      await page.setInputFiles('#photo', photo)
      await page.getByRole('button', { name: 'Lähetä idea' }).dblclick()
      await page.waitForURL(/kiitos/)
      t.equal(await heading(page), 'Kiitos, ideasi on perillä!')
      await page.reload()
      t.equal(await count(), before + 1, 'a double click and a reload are one idea')

      await enterOn(page, /^Katso ideasi/)
      const id = Number(/\/ideat\/(\d+)/.exec(page.url())![1])
      const size = await page.evaluate<[number, number, boolean]>(`(async () => {
        const image = document.querySelector('.idea-figure img')
        await image.decode()
        return [image.naturalWidth, image.naturalHeight, document.documentElement.scrollWidth <= innerWidth]
      })()`)
      t.same(size, [800, 1200, true], 'the photo stands upright')
      const bytes = await page.request.get(`/api/ideas/${id}/photo/large.jpeg`).then((response) => response.body())
      t.notMatch(bytes.toString('latin1'), /Puhelin|GPS|Exif/)
      const stranger = await (await browser.newContext({ baseURL: world.origin })).newPage()
      t.equal((await stranger.goto(`/ideat/${id}`))!.status(), 404)

      must(await world.moderation.decide(MODERATOR, id, { kind: 'ask', seq: 0, question: 'Mihin kohtaan rantaa?' }))
      await page.goto('/omat-ideat')
      await enterOn(page, /^Vastaa kysymykseen: Keinu rantaan/)
      await enterText(page, /^Vastauksesi/, 'Laiturin viereen.')
      await enterOn(page, /^Lähetä vastaus/)
      t.match(await page.locator('[role=status]').innerText(), /Kiitos vastauksesta/)
      must(await world.moderation.decide(MODERATOR, id, { kind: 'accept', seq: 2 }))
      await page.reload()
      t.match(await page.locator('.card').first().innerText(), /Hyväksytty/)

      await stranger.goto('/ideat?haku=keinu')
      t.match(await stranger.locator('.card').first().innerText(), /Keinu rantaan/)
      await stranger.locator('.card h2 a').first().click()
      t.match(await stranger.locator('.history').innerText(), /Idea lähetettiin\.[\s\S]*Idea hyväksyttiin\./)
      t.notMatch(await stranger.locator('main').innerText(), /Laiturin|aino@/, 'question and answer stay between author and staff')

      const letters = await lettersOf(world)
      t.same(letters.map(({ subject }) => subject), [
        'Kiitos ideastasi: Keinu rantaan', 'Meillä on kysymys ideastasi: Keinu rantaan', 'Ideasi hyväksyttiin: Keinu rantaan',
      ])
      await stranger.goto(letters.at(-1)!.unsubscribeUrl)
      await enterOn(stranger, /^Lopeta viestit/)
      t.equal(await heading(stranger), 'Et saa enää viestejä')
      must(await world.moderation.decide(MODERATOR, id, { kind: 'refuse', seq: 3, reason: 'Paikka ei olekaan kaupungin.', textHidden: false }))
      t.same(await lettersOf(world), [])
    })
  }
})
