import t from 'tap'
import { createMailRenderer } from '../../../src/web/mail/index.ts'
import { ideaOf, must } from '../../ideas/house.ts'
import { ORIGIN, resident } from '../../support/index.ts'
import { errorsIn, faultsOf, h1, ideaDoor, valueIn } from './ideas-door.ts'

t.test('following one’s ideas', async (t) => {
  const door = await ideaDoor(t)
  const { get, post, slug, ideas } = door
  const author = await resident(door, 1)
  const send = async (title: string) => must(await ideas.submit(author, slug, ideaOf({ title, contactEmail: 'aino@example.fi' }))).id

  await t.test('my ideas are mine, with what I can do about each', async (t) => {
    t.match((await get('/omat-ideat')).to, '/api/sign-in/resident?return=%2Fomat-ideat')
    t.match((await get('/omat-ideat', 2)).text, /Et ole vielä lähettänyt ideoita/)
    const id = await send('Ensimmäinen ideani')
    for (const [path, lang] of [['/omat-ideat', 'fi'], ['/sv/omat-ideat', 'sv'], ['/en/omat-ideat', 'en']] as const) {
      t.same(faultsOf(await get(path, 1), lang), [], path)
    }
    const page = await get('/omat-ideat', 1)
    t.match(page.text, /Odottaa käsittelyä/)
    t.ok(page.dom.querySelector(`a[href="/omat-ideat/${id}/peru"]`))
    t.notOk(page.dom.querySelector(`a[href="/omat-ideat/${id}/vastaa"]`))
  })

  await t.test('a question comes first and is answered once', async (t) => {
    const id = await send('Kysyttävä idea')
    await send('Myöhempi idea')
    await door.decide(id, { kind: 'ask', seq: 0, question: 'Mihin kohtaan rantaa?' })
    const page = await get('/omat-ideat', 1)
    t.equal(page.dom.querySelector('.card h2')?.text, 'Kysyttävä idea')
    t.match(page.text, /Mihin kohtaan rantaa/)
    const form = await get(`/omat-ideat/${id}/vastaa`, 1)
    t.same(faultsOf(form), [])
    t.same(errorsIn(await post(`/omat-ideat/${id}/vastaa`, 1, { text: ' ' })), [['#text', 'Kirjoita vastauksesi.']])
    t.equal((await get(`/omat-ideat/${id}/vastaa`, 2)).status, 404)
    t.equal((await post(`/omat-ideat/${id}/vastaa`, 2, { text: 'Minäpä vastaan' })).status, 404)
    const answered = await post(`/omat-ideat/${id}/vastaa`, 1, { text: 'Laiturin viereen.' })
    t.match(answered, { status: 303, to: '/omat-ideat?tehty=vastaus' })
    t.match((await get(answered.to!, 1)).text, /Kiitos vastauksesta/)
    const again = await post(`/omat-ideat/${id}/vastaa`, 1, { text: 'Taas.' })
    t.equal(again.status, 409)
    t.match(again.text, /Idealla ei ole kysymystä/)
    t.match((await get(`/ideat/${id}`, 1)).text, /Laiturin viereen/)
  })

  await t.test('an answer outlives a sign-in that ran out', async (t) => {
    const id = await send('Hitaan vastaajan idea')
    await door.decide(id, { kind: 'ask', seq: 0, question: 'Mihin?' })
    const late = await post(`/omat-ideat/${id}/vastaa`, null, { text: 'Mietin tätä kauan.' })
    t.equal(late.status, 401)
    t.same(faultsOf(late), [])
    t.match(late.text, /Vastauksesi on tallessa/)
    t.equal(valueIn(await get(`/omat-ideat/${id}/vastaa`, 1, late.cookies), 'text'), 'Mietin tätä kauan.')
  })

  await t.test('withdrawing asks first, and what cannot be withdrawn says why', async (t) => {
    const id = await send('Peruttava idea')
    const check = await get(`/omat-ideat/${id}/peru`, 1)
    t.equal(h1(check), 'Haluatko perua ideasi?')
    t.same(faultsOf(check), [])
    t.equal((await post(`/omat-ideat/${id}/peru`, 2, {})).status, 404)
    t.match(await post(`/omat-ideat/${id}/peru`, 1, {}), { status: 303, to: '/omat-ideat?tehty=peruttu' })
    t.match(await post(`/omat-ideat/${id}/peru`, 1, {}), { status: 303 }, 'twice is once')
    t.match((await get('/omat-ideat', 1)).text, /Peruttu/)
    const kept = await send('Toisten idea')
    await door.decide(kept, { kind: 'accept', seq: 0 })
    const other = await send('Siihen yhdistetty')
    await door.decide(other, { kind: 'merge', seq: 0, intoIdeaId: kept })
    const refused = await post(`/omat-ideat/${kept}/peru`, 1, {})
    t.equal(refused.status, 409)
    t.match(refused.text, /Ideaan on yhdistetty muiden ideoita/)
    t.same(faultsOf(refused), [])
  })

  await t.test('a mail is in its idea’s language, and its way out works without signing in', async (t) => {
    const render = createMailRenderer({ publicUrl: () => ORIGIN, seal: door.identity.sealedCookie('mail stop').seal })
    const id = await send('Äänekäs idea')
    const mail = render({ kind: 'refused', language: 'sv', params: { ideaId: id, title: 'Bänkar <vid> ån', reason: 'Rad ett.\nRad två.' } })
    t.equal(mail.subject, 'Din idé gick inte vidare: Bänkar <vid> ån')
    t.match(mail.text, /^Hej!\n\nTack för din idé ”Bänkar <vid> ån”[\s\S]*\n> Rad ett\.\n> Rad två\.\n/)
    t.match(mail.text, `${ORIGIN}/sv/ideat/${id}\n`)
    t.match(mail.html, /lang="sv"[\s\S]*Bänkar &lt;vid&gt; ån[\s\S]*Rad ett\.<br>Rad två\./)
    const path = mail.unsubscribeUrl.slice(ORIGIN.length)
    t.match(path, /^\/sv\/posti\/lopeta\//)
    t.ok(path.length < 150)
    const address = async () => (await ideas.read({ staff: null, resident: author }, id)).contactEmail
    const page = await get(path)
    t.same(faultsOf(page, 'sv'), [])
    t.equal(await address(), 'aino@example.fi', 'looking at the page stops nothing')
    const stopped = await door.app.inject({
      method: 'POST', url: path, payload: 'List-Unsubscribe=One-Click', headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    t.equal(stopped.statusCode, 200, 'a mail program has no Origin')
    t.equal(await address(), null)
    t.equal((await get(path)).status, 200)
    const [first] = await ideas.mine(author).then((all) => all.filter(({ contactEmail }) => contactEmail))
    const other = render({ kind: 'received', language: 'fi', params: { ideaId: first!.id, title: first!.title } })
    t.equal((await post(other.unsubscribeUrl.slice(ORIGIN.length), null, { mitka: 'kaikki' })).status, 200)
    t.ok((await ideas.mine(author)).every(({ contactEmail }) => contactEmail === null))
    const bad = await get(`/posti/lopeta/${'A'.repeat(60)}`)
    t.equal(bad.status, 404)
    t.equal(h1(bad), 'Linkki ei kelpaa')
  })

  await t.test('every kind of mail has words in each language', async (t) => {
    const render = createMailRenderer({ publicUrl: () => ORIGIN, seal: () => 'x' })
    const proposal = { number: 2, title: { fi: 'Penkit' }, round: slug, roundName: { fi: 'Osbu 2027', sv: 'Osbu 2027' } }
    const kinds = [
      { kind: 'received' }, { kind: 'accepted', reason: null }, { kind: 'asked', question: 'Mihin?' },
      { kind: 'merged', reason: null, into: null }, { kind: 'merged', reason: 'Sama.', into: { id: 3, title: 'Toinen' } },
      { kind: 'proposed', proposal, votingOpenAt: '2026-11-22T07:00:00.000Z' }, { kind: 'won', proposal },
      ...['planned', 'under_way', 'done', 'dropped'].map((state) => ({ kind: 'progressed', proposal, state, text: 'Uutinen.' })),
    ]
    for (const language of ['fi', 'sv', 'en'] as const) {
      for (const { kind, ...params } of kinds) {
        const mail = render({ kind, language, params: { ideaId: 9, title: 'Ideani', ...params } })
        t.notMatch(mail.text + mail.subject, /undefined|\bnull\b|\[object/, `${language} ${kind}`)
        t.match(mail.text, /Ideani/)
      }
    }
    t.match(render({ kind: 'proposed', language: 'fi', params: { ideaId: 9, title: 'I', proposal, votingOpenAt: '2026-11-22T07:00:00.000Z' } }).text,
      /Äänestys alkaa sunnuntai\S* 22\.11\.2026 klo 9\.00/)
  })
})
