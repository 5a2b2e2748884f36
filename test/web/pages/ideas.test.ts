import t from 'tap'
import { preparePhoto } from '../../../src/platform/photos/index.ts'
import { ideaOf, maija, must, paula, proposalOf } from '../../ideas/house.ts'
import { resident } from '../../support/index.ts'
import { faultsOf, h1, ideaDoor, picture } from './ideas-door.ts'

t.test('reading ideas', async (t) => {
  const door = await ideaDoor(t)
  const { get, slug, ideas } = door
  const prepared = await preparePhoto(await picture())
  if (!prepared.ok) throw new Error(prepared.fault)
  const author = await resident(door, 1)
  const bench = must(await ideas.submit(author, slug, ideaOf({
    place: 'Rantaraitti', authorName: 'Penkki <ystävä>', body: 'Eka kappale penkeistä.\n\nToka kappale.\nSama kappale.',
  }), { photo: prepared.photo, alt: 'Ranta "kesällä"' })).id
  const photo = `/api/ideas/${bench}/photo/large.webp`

  await t.test('before moderation only the author and staff see an idea and its photo', async (t) => {
    t.equal((await get(`/ideat/${bench}`)).status, 404)
    t.equal((await get(`/ideat/${bench}`, 2)).status, 404)
    t.equal((await get(photo)).status, 404)
    t.equal((await get(photo, 2)).status, 404)
    const own = await get(`/ideat/${bench}`, 1)
    t.equal(own.status, 200)
    t.match(own.text, /Tämä on sinun ideasi/)
    t.equal(own.headers['cache-control'], 'no-store')
    const file = await get(photo, 1)
    t.match(file, { status: 200, headers: { 'content-type': 'image/webp', 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-cache' } })
    t.equal((await get(photo, maija)).status, 200)
    t.equal((await get('/ideat')).dom.querySelectorAll('.card').length, 0)
  })

  await door.decide(bench, { kind: 'accept', seq: 0 })
  const refused = (await door.submit(undefined, { title: 'Liukumäki torille', theme: 'muu', body: 'Torilla olisi hauska laskea mäkeä talvella.' })).id
  await door.decide(refused, { kind: 'refuse', seq: 0, reason: 'Torilla on markkinat.\nSiksi ei.', textHidden: false })
  const hidden = (await door.submit(undefined, { title: 'Sopimaton idea', theme: 'muu' })).id
  await door.decide(hidden, { kind: 'refuse', seq: 0, reason: 'Teksti loukkasi ihmisiä.', textHidden: true })
  const merged = (await door.submit(undefined, { title: 'Istuin rannalle', theme: 'ymparisto' })).id
  await door.decide(merged, { kind: 'merge', seq: 0, intoIdeaId: bench })

  await t.test('the list shows what everybody may read, says how many, and has a card for each', async (t) => {
    for (const [path, lang] of [['/ideat', 'fi'], ['/sv/ideat', 'sv'], ['/en/ideat', 'en']] as const) {
      const page = await get(path)
      t.same(faultsOf(page, lang), [], path)
      t.equal(page.dom.querySelectorAll('.card').length, 4)
    }
    const page = await get('/ideat')
    t.equal(page.dom.querySelector('.count[role=status]')?.text.trim(), '4 ideaa')
    t.match(page.text, /viimeinen hetki on \S+ \d+\.\d+\.\d+ klo \d+\.\d+/)
    t.ok(page.dom.querySelector(`a[href="/ideat/uusi?kierros=${slug}"]`))
    t.notMatch(page.text, /Sopimaton idea/)
    t.match(page.dom.querySelector('.card img')?.getAttribute('alt'), 'Ranta "kesällä"')
  })

  await t.test('theme, state and words narrow the list, and the title says what was found', async (t) => {
    const titles = async (query: string) => (await get(`/ideat?kierros=${slug}&${query}`)).dom.querySelectorAll('.card h2').map(({ text }) => text)
    t.same(await titles('aihe=muu&tila=refused'), ['Idea, jonka teksti on piilotettu', 'Liukumäki torille'])
    t.same(await titles('tila=merged'), ['Istuin rannalle'])
    t.same(await titles('haku=penkki'), ['Penkkejä rantaraitille'])
    t.same(await titles('aihe=ei-ole&tila=waiting&sivu=x'), await titles(''), 'what is no filter filters nothing')
    const found = await get(`/ideat?kierros=${slug}&haku=penkki`)
    t.match(found.dom.querySelector('title')?.text, /Haulla löytyi 1 idea/)
    t.equal(found.dom.querySelector('#haku')?.getAttribute('value'), 'penkki')
    t.match((await get(`/ideat?kierros=${slug}&haku=xyzzy`)).text, /Haulla ei löytynyt ideoita/)
    const short = await get(`/ideat?kierros=${slug}&haku=p`)
    t.match(short.text, /Kirjoita vähintään 2 merkkiä/)
    t.same(faultsOf(short), [])
    t.equal((await get('/ideat?kierros=ei-ole')).status, 404)
  })

  await t.test('one idea shows its text as text, its photo and what has become of it with days', async (t) => {
    const page = await get(`/ideat/${bench}`)
    t.same(faultsOf(page), [])
    t.equal(h1(page), 'Penkkejä rantaraitille')
    t.match(page.text, /Penkki &lt;ystävä&gt;/)
    t.same(page.dom.querySelectorAll('.idea-body p').map(({ innerHTML }) => innerHTML), ['Eka kappale penkeistä.', 'Toka kappale.<br>Sama kappale.'])
    t.match(page.dom.querySelector('figure img')?.attributes, { src: `/api/ideas/${bench}/photo/large.jpeg`, alt: 'Ranta "kesällä"', width: '900', height: '600' })
    t.same(page.dom.querySelectorAll('.history strong').map(({ text }) => text), ['Idea lähetettiin.', 'Idea hyväksyttiin.'])
    t.ok(page.dom.querySelectorAll('.history time').every((time) => /^\d+\.\d+\.\d{4}$/.test(time.text)))
    t.ok(page.dom.querySelector(`a[href="/ideat/${merged}"]`), 'what was merged into it')
    t.ok((await get(`/ideat/${merged}`)).dom.querySelector(`.ds-alert a[href="/ideat/${bench}"]`), 'where it was merged')
    t.match((await get(`/ideat/${refused}`)).text, /Torilla on markkinat\.<br>Siksi ei\./)
    const gone = await get(`/ideat/${hidden}`)
    t.notMatch(gone.text, /Sopimaton/)
    t.match(gone.text, /Teksti loukkasi ihmisiä/)
    for (const id of ['0', '99999', 'x', '1e3']) t.equal((await get(`/ideat/${id}`)).status, 404, id)
  })

  await t.test('everybody gets the photo, and whoever has it already gets 304', async (t) => {
    const file = await get(photo)
    t.match(file, { status: 200, headers: { 'cache-control': 'public, max-age=300', 'x-content-type-options': 'nosniff' } })
    const again = await door.app.inject({ method: 'GET', url: photo, headers: { 'if-none-match': String(file.headers.etag) } })
    t.equal(again.statusCode, 304)
    t.equal((await get(`/api/ideas/${bench}/photo/card.jpeg`)).headers['content-type'], 'image/jpeg')
    for (const name of ['large.png', 'large', '..%2Flarge.webp']) t.equal((await get(`/api/ideas/${bench}/photo/${name}`)).status, 404, name)
    t.equal((await get(`/api/ideas/${refused}/photo/large.webp`)).status, 404)
    t.match((await door.app.inject(`/api/ideas/${bench}`)).json(), { photo: { url: `/api/ideas/${bench}/photo/large`, alt: 'Ranta "kesällä"', width: 900 } })
  })

  await t.test('once proposals are public an idea names its proposal', async (t) => {
    door.enterPhase('review')
    must(await door.proposals.create(maija, slug, proposalOf([bench])))
    must(await door.proposals.confirm(paula, slug))
    t.notMatch((await get(`/ideat/${bench}`)).text, /äänestysehdotus/)
    await door.makeReady()
    door.enterPhase('voting')
    const page = await get(`/ideat/${bench}`)
    t.match(page.text, /Ideasta tehtiin äänestysehdotus 1\./)
    t.ok(page.dom.querySelector(`a[href="/ehdotukset/1?kierros=${slug}"]`))
  })

  await t.test('a hidden idea takes its photo with it', async (t) => {
    door.enterPhase('ideas')
    const other = await door.makeRound('osbu-2029')
    const { id } = must(await ideas.submit(author, other, ideaOf(), { photo: prepared.photo, alt: 'Kuva' }))
    await door.decide(id, { kind: 'refuse', seq: 0, reason: 'Kuva ei ole sopiva.', textHidden: true })
    t.equal((await get(`/api/ideas/${id}/photo/large.webp`)).status, 404)
    t.equal((await get(`/api/ideas/${id}/photo/large.webp`, maija)).status, 200)
    t.notMatch((await get(`/ideat/${id}`)).text, /<figure/)
  })

  await t.test('a long list comes in pages that keep the search', async (t) => {
    const many = await door.makeRound('osbu-2030')
    for (let i = 0; i < 14; i++) await door.accepted({ title: `Puu numero ${i}`, theme: 'muu' }, undefined, many)
    const first = await get(`/ideat?kierros=${many}&haku=puu&aihe=muu`)
    t.equal(first.dom.querySelectorAll('.card').length, 12)
    const next = first.dom.querySelectorAll('.ds-pagination a').at(-1)!.getAttribute('href')!.replaceAll('&amp;', '&')
    t.equal(next, `/ideat?kierros=${many}&haku=puu&aihe=muu&sivu=2`)
    t.equal((await get(next)).dom.querySelectorAll('.card').length, 2)
  })
})
