import { randomBytes } from 'node:crypto'
import t from 'tap'
import {
  CLERK, holdCeremony, MANAGER, makeProposals, MODERATOR, must, person, roundRequest, testWorld, votingRound,
} from '../../support/index.ts'
import { whileCommitsWait } from '../../urn/waiting-commits.ts'
import { confirm, type Fields, text, tracker, visitorOf } from './vote-visitor.ts'

const world = await testWorld(t, { poolMax: 4 })
const { slug } = await votingRound(world, { slug: 'kevat', ageCutoff: '2026-12-31' })
const at = (step: string, round = slug): string => `/aanesta${step}?kierros=${round}`
const HOUR = 60 * 60 * 1000

t.test('somebody who may not vote is told kindly why, and where they can', async (t) => {
  for (const [i, { change, heading, told }] of [
    { change: { birthDate: '2016-03-15' }, heading: 'Et voi vielä äänestää', told: /Ideoita saat lähettää jo nyt/ },
    { change: { municipality: '398' }, heading: 'Et voi äänestää verkossa', told: /äänestyspisteessä: siellä asia voidaan tarkistaa/ },
    { change: { municipality: null }, heading: 'Äänestä äänestyspisteessä', told: /Äänestyspisteessä voit äänestää, jos sinulla on suomalainen henkilötunnus/ },
  ].entries()) {
    const visitor = visitorOf(world)
    await visitor.post(at('/valitse'), { pick: '1' })
    await visitor.signIn({ ...person(100 + i), ...change })
    const page = await visitor.land(await visitor.get(at('')))
    t.equal(page.status, 403)
    t.equal(text(page.root.querySelector('h1')), heading)
    t.match(page.text, told)
    t.equal(page.root.querySelectorAll('h1').length, 1)
    if (i > 0) t.match(text(page.root.querySelector('.stations')), /spotti Torikatu 8/, 'where, with the address')
    t.notMatch(page.text, /turvakielto|kielto|suoja/i, 'why a municipality is unknown is nobody’s business')
    t.ok(page.root.querySelector('form[action="/uloskirjautuminen"]'))
    t.notOk(visitor.jar.has('__Host-osbu-vote'), 'the picks are let go')
    for (const step of ['/valitse', '/tarkista', '/valmis']) {
      t.match(await visitor.get(at(step)), { status: 303, location: at('') })
    }
    const castId = randomBytes(16).toString('hex')
    const made = { pick: '1', castId, replaces: '0', voter: 'v'.repeat(43) }
    t.equal((await visitor.post(at('/tarkista'), made)).status, 409, 'nor by a form of their own')
  }
})

t.test('who comes back from a sign-in that failed is not told to sign in first', async (t) => {
  const visitor = visitorOf(await testWorld(t))
  const page = await visitor.get('/api/sign-in/resident/callback?error=access_denied')
  t.equal(page.status, 401)
  t.equal(text(page.root.querySelector('h1')), 'Et ole tunnistautunut')
  t.match(page.text, /Tunnistautuminen ei alkanut täältä/)
  t.notMatch(page.text, /Tunnistaudu ensin/)
})

t.test('a roll decides who may vote', async (t) => {
  const { slug: rolled } = must(await world.rounds.create(MANAGER, roundRequest({ slug: 'luettelo', kind: 'rehearsal' })))
  await makeProposals(world, rolled, [1000, 2000])
  await holdCeremony(world, rolled)
  must(await world.urn.importRoll(MANAGER, rolled, [person(1).hetu]))
  must(await world.proposals.confirm(MODERATOR, rolled))
  const listed = visitorOf(world)
  await listed.signIn(1)
  t.equal((await listed.land(await listed.get(at('', rolled)))).status, 200)
  const missing = visitorOf(world)
  await missing.signIn(2)
  t.match(await missing.get(at('', rolled)), { status: 403, text: /äänioikeusluettelosta/ })
})

t.test('whoever voted on paper is told so, also when they began online', async (t) => {
  const voter = person(7)
  const visitor = visitorOf(world)
  await visitor.signIn(voter)
  const page = await visitor.land(await visitor.post(at('/valitse'), { pick: '1' }))
  must(await world.stations.register(CLERK, slug, {
    hetu: voter.hetu, picks: [2], castId: randomBytes(16).toString('hex'), replaces: 0, residence: 'register', correctionReason: null,
  }))
  const refused = await confirm(visitor, page)
  t.equal(refused.status, 409)
  t.match(refused.text, /Tätä ääntä ei tallennettu[\s\S]*Paperilla antamasi ääni on ollut uurnassa/)
  const told = await visitor.get(at(''))
  t.equal(text(told.root.querySelector('h1')), 'Olet äänestänyt paperilla')
  t.notMatch(told.text, /Vaihda ääni/)
  t.match(await visitor.get(at('/valitse')), { status: 303, location: at('') })
})

t.test('whoever moved away after voting is told that the vote stands, and offered nothing that leads nowhere', async (t) => {
  for (const [i, municipality] of ['398', null].entries()) {
    const visitor = visitorOf(world)
    await visitor.signIn(person(200 + i))
    await confirm(visitor, await visitor.land(await visitor.post(at('/valitse'), { pick: '1' })))
    await visitor.signIn({ ...person(200 + i), municipality })
    const told = await visitor.get(at(''))
    t.equal(text(told.root.querySelector('h1')), 'Olet äänestänyt')
    t.match(told.text, /et voi nyt äänestää verkossa, joten et voi vaihtaa ääntäsi/)
    t.notMatch(told.text, /Vaihda ääni|Voit vaihtaa äänesi|ääntä ei voi vaihtaa/)
    t.match(await visitor.get(at('/valitse')), { status: 303, location: at('') }, 'which is where it would have led')
  }
})

t.test('where the round takes one ballot only, the pages say so before and after', async (t) => {
  const { slug: once } = await votingRound(world, { slug: 'kerran', mayReplace: false })
  const visitor = visitorOf(world)
  await visitor.signIn(1)
  const check = await visitor.land(await visitor.post(at('/valitse', once), { pick: '1' }))
  t.match(check.text, /Et voi muuttaa ääntäsi vahvistamisen jälkeen/)
  const other = await visitor.land(await visitor.post(at('/valitse', once), { pick: '2' }))
  const done = await visitor.land(await confirm(visitor, check))
  t.ok(tracker(done))
  t.notMatch(done.text, /vaihtaa äänesi/)
  t.match(await confirm(visitor, other), { status: 409, text: /Tätä ääntä ei tallennettu[\s\S]*Äänesi on ollut uurnassa/ })
  t.match(await visitor.get(at('', once)), { status: 200, text: /ääntä ei voi vaihtaa/ })
  t.match(await visitor.get(at('/valitse', once)), { status: 303, location: at('', once) })
})

t.test('a session from before the voting opened signs in again and keeps the choice', async (t) => {
  const visitor = visitorOf(world)
  await visitor.signIn(9)
  const { slug: later } = await votingRound(world, { slug: 'myohempi' })
  const asked = await visitor.land(await visitor.post(at('/valitse', later), { pick: '2' }))
  t.match(asked.text, /Tunnistauduit ennen kuin äänestys alkoi/)
  await visitor.signIn(9)
  t.match(text((await visitor.land(await visitor.get(at('', later)))).root.querySelector('.picked')), /Ehdotus 2/)
})

t.test('whose vote is on its way when voting ends is not told that it was lost', async (t) => {
  const { slug: ending } = await votingRound(world, { slug: 'loppuu' })
  const visitor = visitorOf(world)
  await visitor.signIn(12)
  const page = await visitor.land(await visitor.post(at('/valitse', ending), { pick: '2' }))
  const keep = visitor.snapshot()
  const sent = await whileCommitsWait(world.db, async (begun) => {
    const answer = confirm(visitor, page)
    await begun(1)
    must(await world.rounds.endRehearsal(MANAGER, ending))
    const told = await visitor.land(await visitor.get(at('/tarkista', ending)))
    t.equal(text(told.root.querySelector('h1')), 'Emme vielä tiedä, ehtikö äänesi uurnaan')
    t.notMatch(told.text, /ei tallennettu|Uurnassa ei ole/)
    return [answer]
  })
  const done = await visitor.land(await sent[0]!)
  t.ok(tracker(done))
  keep()
  t.equal(tracker(await visitor.land(await visitor.get(at('/tarkista', ending)))), tracker(done), 'and finds it when it looks again')
})

t.test('before voting the page says when it begins, and takes nothing', async (t) => {
  const { slug: next } = must(await world.rounds.create(MANAGER, roundRequest({
    slug: 'tuleva', votingOpenAt: new Date(Date.now() + HOUR).toISOString(), votingCloseAt: new Date(Date.now() + 2 * HOUR).toISOString(),
  })))
  const page = await visitorOf(world).get(at('', next))
  t.equal(text(page.root.querySelector('h1')), 'Äänestys ei ole vielä alkanut')
  t.match(page.text, /Äänestys alkaa \S+ \d+\.\d+\.\d+ klo/)
  t.match(await visitorOf(world).post(at('/valitse', next), { pick: '1' }), { status: 303, location: at('', next) })
})

t.test('forms that our pages did not make are faults, not votes', async (t) => {
  const visitor = visitorOf(world)
  await visitor.signIn(20)
  const castId = 'a'.repeat(32)
  const check = await visitor.land(await visitor.post(at('/valitse'), { pick: '1' }))
  const voter = check.root.querySelector('input[name=voter]')!.getAttribute('value')!
  const forms: Fields[] = [{}, { pick: '1' }, { pick: 'x', castId, replaces: '0', voter },
    { pick: '1', castId: 'A', replaces: '0', voter }, { pick: '1', castId, replaces: '0', voter: 'x' }]
  for (const fields of forms) {
    t.equal((await visitor.post(at('/tarkista'), fields)).status, 400)
  }
  const unknown = await visitor.post(at('/tarkista'), { pick: ['99'], castId, replaces: '0', voter })
  t.match(unknown, { status: 400, text: /Tällaista ehdotusta ei ole/ })
  t.equal((await visitor.get('/aanesta?kierros=ei-ole')).status, 404)
  const foreign = await world.app.inject({ method: 'POST', url: at('/tarkista'), headers: { origin: 'https://evil.example' } })
  t.equal(foreign.statusCode, 403)
})

t.test('without any round there is a page too', async (t) => {
  const empty = await testWorld(t, { poolMax: 2 })
  t.match(await visitorOf(empty).get('/aanesta'), { status: 200, text: /Nyt ei äänestetä/ })
  t.match(await visitorOf(empty).get('/aanesta/valitse'), { status: 303, location: '/aanesta' })
  t.match(await visitorOf(empty).get('/ehdotukset'), { status: 200 })
})
