import { parse } from 'node-html-parser'
import t from 'tap'
import { dayOf } from '../../../src/kernel/index.ts'
import type { StaffActor } from '../../../src/identity/index.ts'
import { publishedRound } from '../../proposals/published.ts'
import { CLERK, KEY_HOLDER, MANAGER, MODERATOR, ORIGIN, staffHeaders, testWorld, type World } from '../../support/index.ts'
import { errorsIn, faultsOf, h1, multipart, picture } from './ideas-door.ts'

function visitor(world: World) {
  const headersOf = async (who: StaffActor | null): Promise<Record<string, string>> =>
    who === null ? { origin: ORIGIN } : staffHeaders(world, who)
  const seen = (response: { statusCode: number; body: string; headers: Record<string, unknown> }) => ({
    status: response.statusCode, text: response.body, to: response.headers['location'], dom: parse(response.body),
    main: parse(response.body).querySelector('main')?.text.replace(/\s+/g, ' ') ?? '',
  })
  return {
    get: async (url: string, who: StaffActor | null = null) =>
      seen(await world.app.inject({ method: 'GET', url, headers: await headersOf(who) })),
    send: async (url: string, who: StaffActor | null, fields: Record<string, string>, file?: { name: string; bytes: Buffer }) => {
      const { payload, headers } = multipart(fields, file)
      return seen(await world.app.inject({ method: 'POST', url, payload, headers: { ...await headersOf(who), ...headers } }))
    },
  }
}

t.test('what became of the winners', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { get, send } = visitor(world)
  const slug = await publishedRound(world)
  const today = dayOf(new Date())
  const url = `/hallinta/seuranta/${slug}/1`
  const news = { after: '0', state: 'under_way', happenedOn: today, 'text.fi': 'Kaivuu alkoi.\nTervetuloa katsomaan.', alt: '' }

  await t.test('a winner has a page, and nothing else has', async (t) => {
    const page = await get(`/seuranta/${slug}/1`)
    t.same(faultsOf(page), [])
    t.equal(h1(page), 'Ehdotus 1')
    t.match(page.main, /Suunnitteilla/)
    t.match(page.main, /Idea 1 kaupunkiin/, 'the idea that it was made from')
    for (const path of [`/seuranta/${slug}/3`, `/seuranta/${slug}/0`, `/seuranta/${slug}/x`, '/seuranta/ei-ole/1', `/seuranta/${slug}/99999`]) {
      t.equal((await get(path)).status, 404, path)
    }
  })

  await t.test('rehearsals are on no public list, but staff try things out with them', async (t) => {
    const page = await get('/seuranta')
    t.same(faultsOf(page), [])
    t.notMatch(page.main, /Ehdotus 1/)
    const office = await get('/hallinta/seuranta', MODERATOR)
    t.same(faultsOf(office), [])
    t.match(office.main, /Ehdotus 1 Suunnitteilla/)
  })

  await t.test('only moderators and managers tell news', async (t) => {
    t.match((await get(url)).to, /^\/api\/sign-in\/staff\?return=/)
    for (const who of [CLERK, KEY_HOLDER]) {
      t.equal((await get(url, who)).status, 403)
      t.equal((await send(url, who, news)).status, 403)
    }
    for (const who of [MODERATOR, MANAGER]) {
      const page = await get(url, who)
      t.equal(page.status, 200)
      t.same(faultsOf(page), [])
    }
    t.equal((await get(`/hallinta/seuranta/${slug}/3`, MANAGER)).status, 404)
  })

  await t.test('an unfinished form comes back with what was typed', async (t) => {
    const page = await send(url, MODERATOR, { ...news, happenedOn: '2099-01-01' })
    t.equal(page.status, 400)
    t.same(errorsIn(page), [['#happenedOn', 'Päivä, jota uutinen koskee: Päivä ei voi olla tulevaisuudessa.']])
    t.match(page.dom.querySelector('#text-fi')!.text, /Kaivuu alkoi/)
    t.equal(page.dom.querySelector('input[value=under_way]')!.hasAttribute('checked'), true)
    t.same(faultsOf(page), [])
    const empty = await send(url, MODERATOR, { ...news, 'text.fi': ' ', state: '', happenedOn: '' })
    t.equal(empty.status, 400)
    t.same(errorsIn(empty).map(([href]) => href).sort(), ['#happenedOn', '#state', '#text-fi'])
    t.same(faultsOf(empty), [])
  })

  await t.test('news with a photo is published at once, in plain text', async (t) => {
    const without = await send(url, MODERATOR, news, { name: 'kuva.jpg', bytes: await picture() })
    t.same(errorsIn(without), [['#alt', 'Kerro lyhyesti, mitä kuvassa näkyy.']])
    const heic = await send(url, MODERATOR, { ...news, alt: 'Kaivinkone' },
      { name: 'kuva.heic', bytes: Buffer.from('\0\0\0\x18ftypheic0000000000000000') })
    t.match(errorsIn(heic), [['#photo', /HEIC/]])
    const told = await send(url, MODERATOR, { ...news, 'text.fi': 'Kaivuu <b>alkoi</b>.', alt: 'Kaivinkone rannassa' },
      { name: 'kuva.jpg', bytes: await picture() })
    t.match(told, { status: 303, to: `${url}?tallennettu` })
    t.match((await get(`${url}?tallennettu`, MODERATOR)).main, /Uutinen on julkaistu/)
    const page = await get(`/seuranta/${slug}/1`)
    t.same(faultsOf(page), [])
    t.match(page.main, /Työn alla/)
    t.match(page.main, /Kaivuu <b>alkoi<\/b>\.|Kaivuu &lt;b&gt;alkoi/)
    t.equal(page.dom.querySelectorAll('main b').length, 0)
    const image = page.dom.querySelector('.timeline img')!
    t.equal(image.getAttribute('alt'), 'Kaivinkone rannassa')
    const file = await world.app.inject({ method: 'GET', url: image.getAttribute('src')! })
    t.match(file, { statusCode: 200, headers: { 'content-type': 'image/jpeg' } })
    const again = await world.app.inject({
      method: 'GET', url: image.getAttribute('src')!, headers: { 'if-none-match': String(file.headers['etag']) },
    })
    t.equal(again.statusCode, 304)
  })

  await t.test('whoever was overtaken sees the other news and keeps their own', async (t) => {
    const page = await send(url, MANAGER, { ...news, 'text.fi': 'Minunkin uutiseni.' })
    t.equal(page.status, 409)
    t.match(page.main, /Joku muu kertoi uutisen samaan aikaan/)
    t.match(page.main, /Kaivinkone|Kaivuu/)
    t.equal(page.dom.querySelector('#text-fi')!.text, 'Minunkin uutiseni.')
    t.equal(page.dom.querySelector('input[name=after]')!.getAttribute('value'), '1', 'and may publish it now')
    t.same(faultsOf(page), [])
  })

  await t.test('what nobody translated is marked as Finnish', async (t) => {
    const page = await get(`/sv/seuranta/${slug}/1`)
    t.same(faultsOf(page, 'sv'), [])
    t.equal(page.dom.querySelector('.timeline .told')!.getAttribute('lang'), 'fi')
    t.match(page.main, /Pågår/)
  })
})
