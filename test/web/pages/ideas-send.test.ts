import { randomUUID } from 'node:crypto'
import t from 'tap'
import { kalle, maija, staff } from '../../ideas/house.ts'
import { errorsIn, faultsOf, h1, ideaDoor, picture, type Seen, valueIn } from './ideas-door.ts'

const FORM = {
  title: 'Keinuja puistoon', body: 'Puistossa on lapsia,\r\nmutta ei keinuja.', theme: 'muu', place: 'Rantapuisto',
  authorName: '', contactEmail: '', alt: '',
}

const stampIn = ({ dom }: Pick<Seen, 'dom'>): string => dom.querySelector('[name=avattu]')?.getAttribute('value') ?? ''

t.test('sending an idea', async (t) => {
  const door = await ideaDoor(t)
  const { get, upload, post, slug, ideas, db } = door
  const url = `/ideat/uusi?kierros=${slug}`
  const count = async () => (await ideas.list({ staff: maija, resident: null }, slug, { page: 1, pageSize: 1 })).total
  const idOf = (to: string | undefined): number => Number(/^\/ideat\/(\d+)\/kiitos$/.exec(to ?? '')?.[1])

  await t.test('the form is whole in three languages, signed in or not', async (t) => {
    for (const [path, lang] of [['/ideat/uusi', 'fi'], ['/sv/ideat/uusi', 'sv'], ['/en/ideat/uusi', 'en']] as const) {
      for (const who of [null, 1]) t.same(faultsOf(await get(path, who), lang), [], path)
    }
    const page = await get('/ideat/uusi')
    t.equal(page.dom.querySelector('main form')?.getAttribute('enctype'), 'multipart/form-data')
    t.match(valueIn(page, 'contactEmail'), '')
    t.not((await get('/ideat/uusi')).dom.querySelector('[name=submissionId]')?.getAttribute('value'),
      page.dom.querySelector('[name=submissionId]')?.getAttribute('value'))
  })

  await t.test('an idea with a photo arrives, and a mail says so', async (t) => {
    const sent = await upload(url, 1, { ...FORM, submissionId: randomUUID(), contactEmail: 'aino@example.fi', alt: 'Tyhjä puisto' },
      { name: 'puisto.jpg', bytes: await picture() })
    t.equal(sent.status, 303)
    const done = await get(sent.to!, 1)
    t.same(faultsOf(done), [])
    t.equal(h1(done), 'Kiitos, ideasi on perillä!')
    t.match(done.text, /aino@example\.fi/)
    const idea = (await door.app.inject({ url: `/api/ideas/${idOf(sent.to)}`, headers: {} })).statusCode
    t.equal(idea, 404, 'nobody else sees it yet')
    const [row] = await db.selectFrom('idea').select(['title', 'body', 'place', 'author_name', 'language']).execute()
    t.same(row, { title: 'Keinuja puistoon', body: 'Puistossa on lapsia,\nmutta ei keinuja.', place: 'Rantapuisto', author_name: null, language: 'fi' })
    t.match(await db.selectFrom('idea_photo').select('alt').execute(), [{ alt: 'Tyhjä puisto' }])
    t.match(await db.selectFrom('outbox').select('kind').execute(), [{ kind: 'received' }])
    t.equal((await get(sent.to!, 2)).status, 404, 'the page after sending is the author’s')
  })

  await t.test('a machine that fills in every field, or sends at once, is stopped; a person sends the same again', async (t) => {
    const before = await count()
    for (const who of [null, 1]) {
      const opened = await get(url, who)
      const form = { ...FORM, submissionId: randomUUID(), avattu: stampIn(opened) }
      t.ok(opened.dom.querySelector('[hidden] input[name=lisakentta][autocomplete=off][tabindex="-1"]'), 'nobody meets the field')
      for (const [change, words] of [
        [{}, /niin nopeasti/], [{ avattu: 'x' }, /niin nopeasti/], [{ avattu: '' }, /niin nopeasti/], [{ lisakentta: 'https://osta.example' }, /piilotetussa kentässä/],
      ] as const) {
        const stopped = await upload(url, who, { ...form, ...change })
        t.equal(stopped.status, 400)
        t.match(stopped.text, words)
        t.same(faultsOf(stopped), [])
        t.equal(valueIn(stopped, 'title'), FORM.title, 'nothing is lost')
        t.equal(stopped.dom.querySelector('[name=lisakentta]')?.getAttribute('value'), '')
      }
      door.clock.set(Date.now() + 4_000)
      const sent = await upload(url, who, form)
      t.equal(sent.status, 303, 'after a while the same form passes')
      if (who === null) {
        const kept = await get(url, 1, sent.cookies)
        t.equal((await upload(url, 1, { ...FORM, submissionId: randomUUID(), avattu: stampIn(kept) }, undefined, sent.cookies)).status, 303,
          'what was written before the sign-in may be sent at once')
      }
      door.clock.reset()
    }
    t.equal(await count(), before + 2)
  })

  await t.test('the same form sent twice, even at once, is one idea', async (t) => {
    const before = await count()
    const form = { ...FORM, submissionId: randomUUID() }
    const sent = await Promise.all([upload(url, 1, form), upload(url, 1, form), upload(url, 1, form)])
    t.same(new Set(sent.map(({ status }) => status)), new Set([303]))
    t.equal(new Set(sent.map(({ to }) => to)).size, 1)
    t.equal(await count(), before + 1)
    t.equal((await upload(url, 2, form)).status, 400, 'somebody else’s form is not theirs')
    t.equal(await count(), before + 1)
  })

  await t.test('what is missing is named beside its field and above, and nothing typed is lost', async (t) => {
    const before = await count()
    for (const who of [null, 1]) {
      const page = await upload(url, who, { ...FORM, submissionId: randomUUID(), title: 'Oho', body: 'Lyhyt', theme: '', contactEmail: 'aino@', place: 'Ranta <b>' })
      t.equal(page.status, 400)
      t.same(faultsOf(page), [])
      t.same(errorsIn(page), [
        ['#title', 'Kirjoita ideallesi otsikko, vähintään 5 merkkiä.'], ['#body', 'Kerro ideastasi vähintään 20 merkillä.'],
        ['#theme', 'Valitse ideallesi aihe.'], ['#contactEmail', 'Kirjoita sähköpostiosoite muodossa nimi@esimerkki.fi.'],
      ])
      t.match(page.dom.querySelector('title')?.text, /^Virhe: /)
      t.same(['title', 'body', 'contactEmail', 'place'].map((id) => valueIn(page, id)), ['Oho', 'Lyhyt', 'aino@', 'Ranta <b>'])
      t.equal(page.dom.querySelector('#title')?.getAttribute('aria-invalid'), 'true')
    }
    t.equal(await count(), before)
  })

  await t.test('a photo needs words, and one that cannot be taken is refused in plain ones', async (t) => {
    const before = await count()
    const page = await upload(url, 1, { ...FORM, submissionId: randomUUID() }, { name: 'a.jpg', bytes: await picture() })
    t.same(errorsIn(page), [['#alt', 'Kerro lyhyesti, mitä kuvassa näkyy.']])
    t.match(page.text, /Valitse kuva uudelleen/)
    const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(100)])
    for (const [bytes, message] of [
      [heic, /HEIC-kuvaa ei voi lähettää/], [Buffer.from('<svg/>'), /JPEG, PNG tai WebP/],
      [Buffer.alloc(10 * 1024 * 1024 + 1, 1), /enintään 10 megatavua/],
    ] as const) {
      const refused = await upload(url, 1, { ...FORM, submissionId: randomUUID(), alt: 'Puisto' }, { name: 'x', bytes })
      t.equal(refused.status, 400)
      t.match(errorsIn(refused)[0]?.[1], message)
      t.same(faultsOf(refused), [])
      t.equal(valueIn(refused, 'title'), FORM.title)
    }
    t.equal(await count(), before)
  })

  await t.test('whoever writes first and signs in then finds the text again, and only the photo is to be chosen anew', async (t) => {
    const before = await count()
    const submissionId = randomUUID()
    const body = 'Pitkä ja kaunis ajatus äideille ja öljyläisille. '.repeat(80).trim()
    const written = await upload(url, null, { ...FORM, body, submissionId, alt: 'Puisto' }, { name: 'a.jpg', bytes: await picture() })
    t.match(written, { status: 303, to: `/ideat/uusi/tunnistaudu?kierros=${slug}` })
    t.ok(written.cookies.split('; ').every((cookie) => cookie.length < 4000 && cookie.startsWith('__Host-osbu-idea-')))
    t.notMatch(written.cookies, /Keinuja/)
    const signIn = await get(written.to!, null, written.cookies)
    t.same(faultsOf(signIn), [])
    t.ok(signIn.dom.querySelector(`a[href="/api/sign-in/resident?return=${encodeURIComponent(url)}"]`), 'a link, not a form, leads to the other server')
    const kept = await get(url, 1, written.cookies)
    t.same(faultsOf(kept), [])
    t.equal(kept.headers['cache-control'], 'no-store')
    t.match(kept.text, /Tekstisi on tallessa, mutta ideaa ei ole vielä lähetetty/)
    t.match(kept.text, /Kuva ei säily tunnistautumisen yli/)
    t.same([valueIn(kept, 'title'), valueIn(kept, 'body'), valueIn(kept, 'alt')], [FORM.title, body, 'Puisto'])
    t.equal(kept.dom.querySelector('[name=submissionId]')?.getAttribute('value'), submissionId)
    t.equal(await count(), before, 'nothing is stored before it is sent')
    const sent = await upload(url, 1, { ...FORM, body, submissionId }, undefined, written.cookies)
    t.equal(sent.status, 303)
    t.match(String(sent.headers['set-cookie']), /__Host-osbu-idea-1=;/)
    t.equal(await count(), before + 1)
  })

  await t.test('a draft goes by itself, on starting over, and on signing out', async (t) => {
    const { cookies } = await upload(url, null, { ...FORM, submissionId: randomUUID() })
    for (const address of ['/uloskirjautuminen', `/ideat/uusi/tyhjenna?kierros=${slug}`]) {
      t.match(String((await post(address, null, {}, cookies)).headers['set-cookie']), /__Host-osbu-idea-1=;/, address)
    }
    t.equal(valueIn(await get(url, null, cookies), 'title'), FORM.title)
    t.equal(valueIn(await get(url, null, cookies.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')).replace(/=.{40}/, '=xxxx')), 'title'), '', 'a changed draft is none')
    door.clock.set(Date.now() + 3 * 60 * 60 * 1000)
    t.equal(valueIn(await get(url, null, cookies), 'title'), '')
    door.enterPhase('ideas')
  })

  await t.test('a round that does not take ideas says when, on the form and to whoever sends', async (t) => {
    door.enterPhase('review')
    const page = await get(url, 1)
    t.match(page.text, /Ideoiden keruu päättyi \S+ \d+\.\d+\.\d{4}\./)
    t.same(faultsOf(page), [])
    t.equal((await upload(url, 1, { ...FORM, submissionId: randomUUID() })).status, 409)
    door.enterPhase('ideas')
    door.clock.set(Date.now() - 2 * 24 * 60 * 60 * 1000)
    t.match((await get(url)).text, /Ideoita voi lähettää taas: alkaa \S+ \d+\.\d+\.\d{4} klo/)
    door.enterPhase('ideas')
  })

  await t.test('too many ideas are refused with the form kept', async (t) => {
    for (let i = 0; i < 20; i++) await upload(url, 7, { ...FORM, title: `Idea numero ${i}`, submissionId: randomUUID() })
    const page = await upload(url, 7, { ...FORM, submissionId: randomUUID() })
    t.equal(page.status, 409)
    t.match(page.text, /niin monta ideaa kuin yhdellä kierroksella voi/)
    t.equal(valueIn(page, 'title'), FORM.title)
  })

  await t.test('staff enter an idea from paper, and residents do not', async (t) => {
    const address = `/hallinta/ideat/uusi?kierros=${slug}`
    for (const who of [kalle, maija]) t.same(faultsOf(await get(address, who)), [])
    t.equal((await get(address, staff('Aku', 'key_holder'))).status, 403)
    t.match((await get(address, 1)).to, /^\/api\/sign-in\/staff\?return=/)
    const wrong = await post(address, kalle, { ...FORM, source: 'paper', language: 'sv', title: '' })
    t.match(wrong, { status: 400 })
    t.same(errorsIn(wrong).map(([to]) => to), ['#title'])
    t.equal(wrong.dom.querySelector('input[name=language][checked]')?.getAttribute('value'), 'sv')
    const entered = await post(address, kalle, { ...FORM, source: 'workshop', language: 'sv' })
    t.match(entered, { status: 303, to: /^\/hallinta\/ideat\/uusi\?kierros=osbu-2027&kirjattu=\d+$/ })
    t.match((await get(entered.to!, kalle)).text, /Idea \d+ on kirjattu\./)
    t.match(await db.selectFrom('idea').select(['source', 'language', 'entered_by']).orderBy('id', 'desc').limit(1).execute(),
      [{ source: 'workshop', language: 'sv', entered_by: kalle.name }])
  })
})
