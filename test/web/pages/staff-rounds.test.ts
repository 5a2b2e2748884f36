import t from 'tap'
import fc from 'fast-check'
import { instantOf, localTimeOf, yearLater } from '../../../src/web/pages/staff/local-time.ts'
import { centsOf, eurosOf } from '../../../src/web/pages/staff/money.ts'
import { maija, must, paula, testHouse } from '../../ideas/house.ts'
import { holdCeremony, makeProposals, MANAGER, roundRequest, votingWorld } from '../../support/index.ts'
import { errorsLead, fieldsOf, holdsOnAnyPage, visitorOf } from './staff-office.ts'

t.test('a time of the day in Heinola', async (t) => {
  await t.test('comes back as it was typed, on any day of any season', async () => {
    fc.assert(fc.property(fc.date({ min: new Date('2020-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }), (date) => {
      const instant = new Date(Math.floor(date.getTime() / 60_000) * 60_000)
      const local = localTimeOf(instant)
      const read = instantOf(local)
      // An hour that comes twice is read as its first: the same on the clock, and at most an hour before.
      return 'instant' in read && [0, 3_600_000].includes(instant.getTime() - Date.parse(read.instant))
        && JSON.stringify(localTimeOf(new Date(read.instant))) === JSON.stringify(local)
    }))
  })

  await t.test('follows summer and winter time', async (t) => {
    t.same(instantOf({ day: '2027-01-10', time: '14.00' }), { instant: '2027-01-10T12:00:00.000Z' })
    t.same(instantOf({ day: '2027-07-10', time: '14:00' }), { instant: '2027-07-10T11:00:00.000Z' })
    t.same(instantOf({ day: '28.3.2027', time: '2.59' }), { instant: '2027-03-28T00:59:00.000Z' })
    t.same(instantOf({ day: '28.3.2027', time: '3.30' }), { code: 'no_such_local_time' }, 'the hour that is left out')
    t.same(instantOf({ day: '28.3.2027', time: '4' }), { instant: '2027-03-28T01:00:00.000Z' })
    t.same(instantOf({ day: '2027-10-31', time: '3.30' }), { instant: '2027-10-31T00:30:00.000Z' }, 'the first of two')
  })

  await t.test('that is none is told', async (t) => {
    for (const [day, time] of [['2027-02-30', '12'], ['2027-13-01', '12'], ['2027-01-01', '24.00'], ['2027-01-01', '12.60'], ['', ''], ['eilen', '12']]) {
      t.same(instantOf({ day: day!, time: time! }), { code: 'not_a_time' }, `${day} ${time}`)
    }
  })

  await t.test('a year later it is the same weekday and the same hour', async (t) => {
    t.same(yearLater(new Date('2026-03-28T12:00:00Z')), { day: '2027-03-27', time: '14.00' })
    t.same(yearLater(new Date('2027-03-28T11:00:00Z')), { day: '2028-03-26', time: '14.00' }, 'across the change of the clocks')
  })
})

t.test('euros as people type them', async (t) => {
  for (const [typed, cents] of [['5 000', 500_000], ['5000,50', 500_050], ['5000.5', 500_050], ['5.000', 500_000], ['5\u00A0000 €', 500_000], ['1.234.567,89', 123_456_789], ['0', 0]] as const) {
    t.equal(centsOf(typed), cents, typed)
  }
  for (const typed of ['', 'x', '-5', '5,', '5,123,4', '1e3', '99999999999', '5 €5x']) t.equal(centsOf(typed), null, typed)
  fc.assert(fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (cents) => centsOf(eurosOf(cents)) === cents))
})

t.test('a new round is last year’s a year later, and only wants to be sent', async (t) => {
  const house = await testHouse(t)
  must(await house.stations.add(paula, house.slug, { slug: 'kirjasto', name: 'Kirjasto', address: 'Kauppakatu 12' }))
  const visitor = await visitorOf(house, paula)
  const { root } = await visitor.get(`/hallinta/kierros/uusi?malli=${house.slug}`)
  t.equal(root.querySelector('#appealDays')?.getAttribute('value'), '60')
  const fields = { ...fieldsOf(root.querySelector('main form')!), appealDays: '90' }
  const hasty = await visitor.post('/hallinta/kierros/uusi', { ...fields, appealDays: '36' })
  t.match(hasty.root.querySelector('.error-summary, [role=alert]')?.text, /37/, 'no appeal period is shorter than the law’s')
  const sent = await visitor.post('/hallinta/kierros/uusi', fields)
  t.equal(sent.location, '/hallinta/kierros/osbu-2028?tehty=created')
  const [old, made] = [await house.rounds.bySlug(house.slug), await house.rounds.bySlug('osbu-2028')]
  t.match(made, {
    kind: 'regular', themes: old.themes, envelopeCents: old.envelopeCents, picksMax: old.picksMax, ageCutoff: '2027-12-31', tieRule: old.tieRule, appealDays: 90,
  })
  t.same(localTimeOf(made.votingCloseAt), yearLater(old.votingCloseAt))
  t.same((await house.stations.list('osbu-2028')).map(({ slug }) => slug), ['kirjasto'])

  const taken = await visitor.post('/hallinta/kierros/uusi', fields)
  t.equal(taken.status, 409)
  t.match(taken.text, /Tunnus osbu-2028 on jo käytössä/)
  t.same(fieldsOf(taken.root.querySelector('main form')!), fields, 'and nothing is lost')
  const another = await visitor.get(`/hallinta/kierros/uusi?malli=${house.slug}`)
  t.equal(fieldsOf(another.root.querySelector('main form')!).slug, 'osbu-2028-2', 'a form filled later offers a name that is free')
})

t.test('a rehearsal is made from its round, and marked as one', async (t) => {
  const house = await testHouse(t)
  const visitor = await visitorOf(house, paula)
  const { root } = await visitor.get(`/hallinta/kierros/uusi?malli=${house.slug}&harjoitus=1`)
  const sent = await visitor.post('/hallinta/kierros/uusi', fieldsOf(root.querySelector('main form')!))
  t.equal(sent.status, 303)
  const original = await house.rounds.bySlug(house.slug)
  const made = await house.rounds.bySlug(`${house.slug}-harjoitus`)
  t.match(made, { kind: 'rehearsal', rehearsalOf: original.id, name: { fi: 'Harjoitus: Osbu 2026' } })
  t.equal(house.rounds.phase(made), 'review', 'ideas can be entered, and voting waits only for the rest')
  const page = await visitor.get(sent.location!)
  t.match(page.text, /Harjoitus\. Tämä on harjoituskierros/)
  t.ok(page.root.querySelector(`main li a[href="/hallinta/kierros/${house.slug}"]`), 'and leads to its round')
  t.ok((await visitor.get(`/hallinta/kierros/${house.slug}`)).root.querySelector(`a[href="/hallinta/kierros/${made.slug}"]`), 'which leads to it')
  const second = (await visitor.get(`/hallinta/kierros/uusi?malli=${house.slug}&harjoitus=1`)).root.querySelector('main form')!
  t.match(fieldsOf(second), { slug: `${house.slug}-harjoitus-2`, 'name.fi': 'Harjoitus: Osbu 2026 (2)' }, 'and a second one has names of its own')
})

t.test('a rehearsal takes the proposals of its round along, and takes them again', async (t) => {
  const house = await testHouse(t)
  const visitor = await visitorOf(house, paula)
  const propose = async (fi: string) => must(await house.proposals.create(maija, house.slug, {
    title: { fi }, summary: { fi: 'Kuvaus.' }, costMinCents: 100, costMaxCents: 200, ideaIds: [(await house.accepted({ title: fi })).id],
  }))
  await propose('Penkkejä rantaan')
  const removed = await propose('Koirapuisto')
  await propose('Frisbeegolfrata')
  must(await house.proposals.remove(maija, house.slug, removed.number))
  const { root } = await visitor.get(`/hallinta/kierros/uusi?malli=${house.slug}&harjoitus=1`)
  const sent = await visitor.post('/hallinta/kierros/uusi', fieldsOf(root.querySelector('main form')!))
  const slug = `${house.slug}-harjoitus`
  const titles = async () => (await house.proposals.list(paula, slug)).proposals.map(({ number, title, ideas }) => [number, title.fi, ideas.length])
  t.same(await titles(), [[1, 'Penkkejä rantaan', 0], [3, 'Frisbeegolfrata', 0]], 'with the same numbers')
  const next = (await visitor.get(sent.location!)).root.querySelector(`main li a[href="/hallinta/ehdotukset?kierros=${slug}"]`)
  t.ok(next, 'and the page of the rehearsal leads to what is missing')

  const list = `/hallinta/ehdotukset?kierros=${slug}`
  const edit = `/hallinta/ehdotukset/${slug}/1`
  const fields = fieldsOf((await visitor.get(edit)).root.querySelector('main form')!)
  t.equal((await visitor.post(edit, { ...fields, 'title.fi': 'Toinen' })).status, 303, 'a copy changes without ideas')
  await propose('Kirpputori')
  const form = (await visitor.get(list)).root.querySelector('form[action$="/kopioi"]')!
  const copied = await visitor.post(form.getAttribute('action')!, fieldsOf(form))
  t.match((await visitor.get(copied.location!)).text, /Ehdotukset on kopioitu/)
  t.same(await titles(), [[1, 'Penkkejä rantaan', 0], [3, 'Frisbeegolfrata', 0], [4, 'Kirpputori', 0]])
  t.equal((await visitor.post(`/hallinta/ehdotukset/${slug}/vahvista`, {})).status, 303, 'and they can be confirmed as they are')
  const refused = await visitor.post(form.getAttribute('action')!, fieldsOf(form))
  t.equal(refused.status, 409)
  t.match(refused.text, /Ehdotukset on jo vahvistettu|vahvistettu/)
  t.equal((await visitor.post(`/hallinta/ehdotukset/${house.slug}/kopioi`, {})).status, 409, 'a real round copies nothing')
  t.equal((await house.kinds()).filter((kind) => kind === 'proposals_copied').length, 2)
})

t.test('settings', async (t) => {
  const house = await testHouse(t)
  let visitor = await visitorOf(house, paula)
  const path = `/hallinta/kierros/${house.slug}/asetukset`
  /** A session of weeks ago has ended. */
  const enter = async (phase: 'review' | 'voting') => {
    house.enterPhase(phase)
    visitor = await visitorOf(house, paula)
  }
  const form = async () => fieldsOf((await visitor.get(path)).root.querySelector('main form')!)

  await t.test('only what somebody changed is changed and recorded', async (t) => {
    t.equal((await visitor.post(path, await form())).location, `/hallinta/kierros/${house.slug}?tehty=unchanged`)
    t.equal((await visitor.post(path, { ...await form(), envelopeCents: '60 000' })).status, 303)
    t.same(await house.audit.ofRound((await house.rounds.bySlug(house.slug)).id, 'round_changed'), [{ envelopeCents: 6_000_000 }])
  })

  await t.test('a theme that ideas were sent under stays', async (t) => {
    await house.submit()
    const fields = await form()
    const refused = await visitor.post(path, { ...fields, 'themes.0.name.fi': '' })
    t.equal(refused.status, 409)
    t.match(refused.text, /Teemaa ”Ympäristö” ei voi poistaa/)
    t.equal((await visitor.post(path, { ...fields, 'themes.1.name.fi': '' })).status, 303, 'one without ideas may go')
    t.equal((await visitor.post(path, { ...fields, 'themes.0.name.fi': 'Luonto' })).status, 303, 'and a name may change')
  })

  await t.test('what is wrong is told at its field, and nothing typed is lost', async (t) => {
    const fields = await form()
    const cases: [Record<string, string>, string, RegExp][] = [
      [{ 'votingCloseAt.time': '25.00' }, 'votingCloseAt', /Kirjoita päivä ja kellonaika/],
      [{ 'votingCloseAt.day': '2027-03-28', 'votingCloseAt.time': '3.30' }, 'votingCloseAt', /Tätä kellonaikaa ei ole/],
      [{ 'votingCloseAt.day': '2020-01-01' }, 'votingCloseAt', /väärässä järjestyksessä/],
      [{ picksMax: '0' }, 'picksMax', /vähintään 1/],
      [{ envelopeCents: 'paljon' }, 'envelopeCents', /summa euroina/],
      [{ municipalityCodes: '' }, 'municipalityCodes', /puuttuu/],
      [{ 'themes.0.name.fi': '', 'themes.1.name.fi': '' }, 'themes-0-name-fi', /puuttuu/],
      [{ 'name.fi': '' }, 'name-fi', /puuttuu/],
    ]
    for (const [change, field, message] of cases) {
      const page = await visitor.post(path, { ...fields, ...change })
      t.equal(page.status, 400, field)
      errorsLead(t, page)
      t.equal(page.root.querySelector('.ds-error-summary a')!.getAttribute('href'), `#${field}`)
      t.match(page.root.querySelector('.ds-error-summary')!.text, message)
      const kept = fieldsOf(page.root.querySelector('main form')!)
      t.match({ ...fields, ...change }, kept)
    }
  })

  await t.test('a rule comes with its settings: shown below it, saved, read again, copied', async (t) => {
    const page = await visitor.get(path)
    const heads = page.root.querySelectorAll('.revealed > legend').map((legend) => legend.text)
    t.same(heads, ['Eniten ääniä saaneet: asetukset', 'Tasaosuudet: asetukset'], 'under headings, for browsers that show them always')
    t.match(page.text, /Näin pienempikin ryhmä saa jotakin/, 'and each rule in plain words')
    const fields = await form()

    for (const [change, field, message] of [
      [{ countingRule: 'top-n' }, 'topN', /Kuinka monta ehdotusta toteutetaan.*puuttuu/],
      [{ countingRule: 'top-n', topN: '0' }, 'topN', /vähintään 1/],
      [{ countingRule: 'equal-shares', 'equalShares.stepCents': 'askel' }, 'equalShares-stepCents', /summa euroina/],
      [{ countingRule: 'equal-shares', 'equalShares.completion': 'add-one', 'equalShares.stepCents': '0,01' }, 'equalShares-stepCents',
        /Pienin on 0,0\d.€\./],
      [{ countingRule: 'equal-shares', 'equalShares.utility': 'x' }, 'equalShares-utility', /Valitse jokin/],
    ] as const) {
      const refused = await visitor.post(path, { ...fields, ...change })
      t.equal(refused.status, 400, field)
      errorsLead(t, refused)
      t.equal(refused.root.querySelector('.ds-error-summary a')!.getAttribute('href'), `#${field}`)
      t.match(refused.root.querySelector('.ds-error-summary')!.text, message)
    }
    // What stands under a rule that is not chosen is no part of the form.
    t.equal((await visitor.post(path, { ...fields, topN: '5', 'equalShares.stepCents': 'x' })).location, `/hallinta/kierros/${house.slug}?tehty=unchanged`)

    t.equal((await visitor.post(path, { ...fields, countingRule: 'top-n', topN: '4' })).status, 303)
    t.match(await house.rounds.bySlug(house.slug), { countingRule: 'top-n', topN: 4, equalShares: null })
    t.match((await visitor.get(`/hallinta/kierros/${house.slug}`)).text, /Eniten ääniä saaneet Kuinka monta ehdotusta toteutetaan ?4/)
    t.equal((await visitor.post(path, { ...await form(), topN: '' })).status, 400, 'the number cannot be emptied')

    const shares = { ...await form(), countingRule: 'equal-shares', 'equalShares.completion': 'add-one', 'equalShares.stepCents': '2,50' }
    const { 'equalShares.stopWhenExhausted': _, ...unticked } = shares as Record<string, string>
    t.equal((await visitor.post(path, unticked)).status, 303)
    const saved = { utility: 'cost', completion: 'add-one', startingBudget: 'exact', stopWhenExhausted: false, stepCents: 250 }
    t.match(await house.rounds.bySlug(house.slug), { countingRule: 'equal-shares', topN: null, equalShares: saved })
    t.match((await visitor.get(`/hallinta/kierros/${house.slug}`)).text.replace(/\u00A0/g, ' '), /Tasaosuudet.*askel kerrallaan.*Askel ?2,50 €/)
    for (const model of ['', '&harjoitus=1']) {
      const copied = fieldsOf((await visitor.get(`/hallinta/kierros/uusi?malli=${house.slug}${model}`)).root.querySelector('main form')!)
      t.match(copied, { countingRule: 'equal-shares', 'equalShares.completion': 'add-one', 'equalShares.stepCents': '2,50' })
      t.notOk('equalShares.stopWhenExhausted' in copied)
    }
    t.equal((await visitor.post(path, { ...await form(), countingRule: 'phragmen' })).status, 303)
    t.match(await house.rounds.bySlug(house.slug), { countingRule: 'phragmen', topN: null, equalShares: null })
    t.equal((await visitor.post(path, { ...await form(), countingRule: 'greedy' })).status, 303)
  })

  await t.test('a page says what freezes when', async (t) => {
    t.match((await visitor.get(path)).text, /Säännöt lukkiutuvat, kun äänestys alkaa/)
    await house.makeReady()
    const { id } = await house.accepted()
    must(await house.proposals.create(maija, house.slug, { title: { fi: 'Penkit' }, summary: { fi: 'Penkit.' }, costMinCents: 1, costMaxCents: 2, ideaIds: [id] }))
    await enter('review')
    const fields = await form()
    must(await house.proposals.confirm(paula, house.slug))
    const past = localTimeOf(new Date((await house.rounds.bySlug(house.slug)).ideasCloseAt.getTime() + 24 * 3_600_000))
    const hasty = await visitor.post(path, { ...fields, 'votingOpenAt.day': past.day, 'votingOpenAt.time': past.time })
    t.equal(hasty.status, 400)
    t.match(hasty.root.querySelector('.ds-error-summary')!.text, /Äänestys alkaa: Äänestys alkaisi tai päättyisi heti/)
    const refused = await visitor.post(path, { ...fields, envelopeCents: '70 000' })
    t.equal(refused.status, 409)
    t.match(refused.text, /sääntöjä ei voi enää muuttaa/)
    t.match(refused.text, /vain, jos ehdotukset otetaan takaisin/)
    await enter('voting')
    const frozen = await visitor.get(path)
    t.match(frozen.text, /Säännöt ovat lukossa/)
    t.notOk(frozen.root.querySelector('main form'), 'and there is no form any more')
    t.equal((await visitor.post(path, { ...fields, picksMax: '2' })).status, 409)
  })

  await t.test('are a manager’s', async (t) => {
    t.equal((await (await visitorOf(house, maija)).get(path)).status, 403)
  })
})

t.test('while people vote', async (t) => {
  const { world, slug, round } = await votingWorld(t)
  const own = await (await visitorOf(world, MANAGER)).get(`/hallinta/kierros/${slug}`)
  t.ok(own.root.querySelector(`main a[href="/aanesta?kierros=${slug}"]`), 'staff can try the voting of a rehearsal')
  const visitor = await visitorOf(world, MANAGER)
  const base = `/hallinta/kierros/${slug}`

  await t.test('the end moves later for a reason, and only later', async (t) => {
    const later = localTimeOf(new Date(round.votingCloseAt.getTime() + 3_600_000 * 24))
    const fields = { 'votingCloseAt.day': later.day, 'votingCloseAt.time': later.time, reason: 'Tunnistautuminen oli poikki kaksi tuntia.' }
    const nameless = await visitor.post(`${base}/paattyminen`, { ...fields, reason: '' })
    t.equal(nameless.status, 400)
    errorsLead(t, nameless)
    const slip = await visitor.post(`${base}/paattyminen`, { ...fields, 'votingCloseAt.day': '2062-12-13' })
    t.equal(slip.status, 400)
    errorsLead(t, slip)
    const latest = localTimeOf(new Date(round.votingCloseAt.getTime() + 14 * 24 * 3_600_000))
    const [year, month, day] = latest.day.split('-').map(Number)
    // Written as Finns do, without the zero that a field of a form begins with.
    const bound = `${day}.${month}.${year} klo ${latest.time.replace(/^0/, '')}`
    t.match(slip.root.querySelector('.ds-error-summary')!.text, `enintään tähän: ${bound}`, 'a slip of the year is told with the latest day')
    t.match(slip.root.getElementById('votingCloseAt-ohje')!.text, `Viimeistään ${bound}`)
    const sent = await visitor.post(`${base}/paattyminen`, fields)
    t.equal(sent.status, 303)
    t.match((await visitor.get(sent.location!)).text, /Päättyminen siirrettiin.*Tunnistautuminen oli poikki/)
    const again = await visitor.post(`${base}/paattyminen`, fields)
    t.equal(again.status, 409)
    t.match(again.text, /vain myöhemmäksi/)
    t.match(again.root.querySelector('textarea')!.text, /Tunnistautuminen/)
  })

  await t.test('what is ready only after its voting should have ended is told to need other times', async (t) => {
    const at = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString()
    must(await world.rounds.create(MANAGER, roundRequest({ slug: 'myohassa', kind: 'rehearsal', votingCloseAt: at(-2), paperUntil: at(-1) })))
    const told = async (prefix = '') => (await visitor.get(`${prefix}/hallinta/kierros/myohassa`)).text
    t.match(await told(), /pysyy käsittelyvaiheessa.*Äänestyksen piti päättyä/, 'already while something is missing')
    await makeProposals(world, 'myohassa', [10_000])
    must(await world.proposals.confirm(MANAGER, 'myohassa'))
    await holdCeremony(world, 'myohassa')
    t.match(await told(), /Äänestyksen piti päättyä.*Äänestys ei ala, ennen kuin aikoja siirretään/)
    t.notMatch(await told(), /Kaikki on valmista/)
    t.match(await told('/sv'), /börjar inte förrän tiderna flyttas/)
    t.match(await told('/en'), /does not open until the times are moved/)
    must(await world.rounds.change(MANAGER, 'myohassa', { votingOpenAt: at(60), votingCloseAt: at(120), paperUntil: at(180) }))
    t.match(await told(), /Kaikki on valmista\. Äänestys alkaa/)
  })

  await t.test('stations are added', async (t) => {
    const sent = await visitor.post(`${base}/aanestyspisteet`, { name: 'Vierumäen kylätalo', address: 'Vierumäentie 1', slug: '' })
    t.match((await visitor.get(sent.location!)).text, /Vierumäen kylätalo.*clerk:vierumaen-kylatalo/)
    const taken = await visitor.post(`${base}/aanestyspisteet`, { name: 'Kirjasto', address: 'Katu', slug: 'kirjasto' })
    t.equal(taken.status, 409)
    t.equal(taken.root.getElementById('address')!.getAttribute('value'), 'Katu')
    const nameless = await visitor.post(`${base}/aanestyspisteet`, { name: ' ', address: 'Katu', slug: '' })
    t.equal(nameless.status, 400)
    t.same(nameless.root.querySelectorAll('.ds-error-summary a').map((link) => link.getAttribute('href')), ['#name'], 'an empty name is one mistake')
  })

  await t.test('every page of a round is whole in three languages', async (t) => {
    for (const language of ['fi', 'sv', 'en']) {
      const prefix = language === 'fi' ? '' : `/${language}`
      for (const path of [base, `${base}/asetukset`, `${base}/paattyminen`, `${base}/aanestyspisteet`, `${base}/harjoituksen-paatos`, '/hallinta/kierros/uusi', `/hallinta/kierros/uusi?malli=${slug}`]) {
        const page = await visitor.get(prefix + path)
        t.equal(page.status, 200, prefix + path)
        holdsOnAnyPage(t, page, language, prefix + path)
      }
    }
  })

  await t.test('a rehearsal ends at once', async (t) => {
    t.equal((await visitor.post(`${base}/harjoituksen-paatos`, {})).status, 303)
    t.equal((await visitor.post(`${base}/harjoituksen-paatos`, {})).status, 409, 'once')
  })
})
