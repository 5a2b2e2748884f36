import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { MANAGER, ORIGIN, testWorld } from '../../support/index.ts'
import { type Page, text, visitorOf } from './vote-visitor.ts'

/** A provider of which people see nothing here: what it says of itself is enough to be led there. */
const provider = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({
    issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'], subject_types_supported: ['public'], end_session_endpoint: `${issuer}/logout`,
  }))
})
await new Promise<void>((listening) => { provider.listen(0, '127.0.0.1', listening) })
t.teardown(() => provider.close())
const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
const world = await testWorld(t, { poolMax: 4, residents: { issuer, clientId: 'osbu', clientSecret: 'secret', acr: [], authTimeOptional: false } })

const linksOf = (page: Page): string[] => page.root.querySelectorAll('main a').map((link) => link.getAttribute('href')!)

t.test('whoever signs out is led on to sign out of the provider too, in each language, and comes back to the front page', async (t) => {
  const visitor = visitorOf(world)
  for (const [prefix, title, name] of [
    ['', 'Olet kirjautunut ulos', 'Kirjaudu ulos Suomi.fi-tunnistuksesta'], ['/sv', 'Du har loggat ut', 'Logga ut från Suomi.fi-identifikationen'],
    ['/en', 'You have signed out', 'Sign out of Suomi.fi e-Identification'],
  ]) {
    await visitor.signIn(1)
    const out = await visitor.post(`${prefix}/uloskirjautuminen`)
    t.match(out, { status: 303, location: `${prefix}/uloskirjautuminen` }, 'by a page of ours: no form of ours may end elsewhere')
    t.equal(visitor.jar.size, 0)
    const page = await visitor.get(out.location!)
    t.equal(page.headers['cache-control'], 'no-store')
    t.equal(text(page.root.querySelector('h1')), title)
    t.equal(text(page.root.querySelector('main .actions a')), name)
    const [there, home] = linksOf(page)
    const url = new URL(there!)
    t.equal(url.origin + url.pathname, `${issuer}/logout`)
    t.same(Object.fromEntries(url.searchParams), { client_id: 'osbu', post_logout_redirect_uri: `${ORIGIN}/` })
    t.equal(home, prefix || '/')
  }
})

t.test('whose session has run out is led on as well, and whoever is signed in is not told that they have left', async (t) => {
  const visitor = visitorOf(world)
  t.equal(linksOf(await visitor.land(await visitor.post('/uloskirjautuminen'))).length, 2)
  await visitor.signIn(1)
  t.match(await visitor.get('/uloskirjautuminen'), { status: 303, location: '/' })
})

t.test('staff are not sent to the provider of residents, and without an address to go to everybody is told to close the browser', async (t) => {
  const visitor = visitorOf(world)
  const { session } = await world.identity.signInStaff(MANAGER)
  visitor.jar.set(session.name, session.token)
  const out = await visitor.post('/uloskirjautuminen')
  t.equal(out.location, '/uloskirjautuminen?kuka=henkilosto')
  const page = await visitor.get(out.location!)
  t.same(linksOf(page), ['/'])
  t.match(page.text, /sulje lopuksi kaikki selaimen ikkunat/)
})
