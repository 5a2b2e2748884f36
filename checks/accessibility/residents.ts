import type { Demo } from './demo.ts'
import { rehearsalOf, REVIEW, UPCOMING } from './demo.ts'
import type { Walker } from './looker.ts'

const ABOUT = ['', '/aanioikeus', '/vaalisalaisuus', '/tarkistus', '/tietosuoja', '/saavutettavuus', '/avoin-data', '/palaute']

/** Everything that somebody sees who has not signed in, up to a choice that is not confirmed. */
export async function visitorsWalk(walker: Walker, { facts }: Demo): Promise<void> {
  const { visit, press, fill, sendEmpty, go, look, tick } = walker
  await visit('/')
  await visit('/ideat')
  const rounds = ['osbu-2026', 'osbu-2026&sivu=2', REVIEW, UPCOMING].map((round) => `kierros=${round}`)
  for (const query of [...rounds, 'haku=eiloydymitaan', 'haku=a%00']) await visit(`/ideat?${query}`)
  for (const id of [1, 20, 23, facts.photo, facts.waits]) await visit(`/ideat/${id}`, id === facts.waits ? 404 : 200)
  await visit('/ideat/uusi')
  await sendEmpty('main form[enctype]')
  await fill('#title', 'Lisää hiekkaa hiekkalaatikoihin')
  await fill('#body', 'Leikkipuistojen hiekkalaatikoista hiekka on kulunut vähiin.')
  await walker.page.check('#theme')
  // What is sent within three seconds is taken for a machine's.
  await walker.page.waitForTimeout(3_100)
  await press('main form[enctype] .actions button')
  await look()
  // What was typed is kept over the sign-in.
  await visit('/ideat/uusi')
  await visit('/ideat/uusi?kierros=osbu-2026')
  await visit(`/ideat/uusi?kierros=${UPCOMING}`)
  await visit('/ehdotukset')
  await visit(`/ehdotukset?kierros=${REVIEW}`)
  await visit('/ehdotukset?kierros=osbu-2023')
  await visit('/ehdotukset/1')
  for (const round of ['osbu-2023', 'osbu-2022', 'osbu-2026-harjoitus', 'osbu-2026']) await visit(`/tulokset?kierros=${round}`)
  for (const round of ['osbu-2023', 'osbu-2026-harjoitus']) {
    await visit(`/tulokset/${round}/data`)
    await visit(`/tulokset/${round}/vertailu`)
  }
  await visit('/tulokset/tarkista')
  await visit('/tulokset/tarkista?kierros=osbu-2026-harjoitus')
  await sendEmpty('main form:has(#koodi)')
  for (const [code, status] of [['0000000000000000', 404], [facts.tracker, 200]] as const) {
    await go('/tulokset/tarkista?kierros=osbu-2026-harjoitus')
    await fill('#koodi', code)
    await press('main form:has(#koodi) button')
    await look(status)
  }
  await go('/tulokset/tarkista?kierros=osbu-2026-harjoitus')
  await sendEmpty('main form:has(#tiiviste)')
  await visit('/seuranta')
  await visit(`/seuranta/osbu-2023/${facts.winner}`)
  for (const path of ABOUT) await visit(`/tietoa${path}`)
  await visit('/uloskirjautuminen')
  await visit('/tietoa/laske-uudelleen')
  await visit(`/posti/lopeta/${facts.stopToken}`)
  await press('main form button')
  await look()
  await visit('/posti/lopeta/vanha', 404)
  await visit('/ei-ole', 404)
  await visit('/ideat/99999', 404)
  for (const round of [REVIEW, UPCOMING, 'osbu-2026-harjoitus']) await visit(`/aanesta?kierros=${round}`)
  await visit('/aanesta')
  await visit('/aanesta/valitse')
  await sendEmpty('main form[data-choose]')
  for (const number of [1, 2, 3, 4]) await tick(`input[name=pick][value="${number}"]`)
  await press('main form[data-choose] button[type=submit]')
  await look(400)
  await walker.page.uncheck('input[name=pick][value="4"]', { force: true })
  await press('main form[data-choose] button[type=submit]')
  await look()
  await visit('/aanesta/poistu')
  // Outside the flow every page says that a vote was begun.
  await visit('/')
}

/** Choosing and checking, but not confirming; then somebody who has voted, up to the tracker. */
export async function votersWalk(walker: Walker): Promise<void> {
  const { visit, tick, press, look, go } = walker
  await visit('/aanesta/valitse')
  for (const number of [1, 3]) await tick(`input[name=pick][value="${number}"]`)
  await press('main form[data-choose] button[type=submit]')
  await look()
  await visit('/aanesta/poistu')
  await go('/aanesta/tarkista')
  await press('main form[data-cast] button')
  await look()
  await visit('/aanesta')
  await visit('/aanesta/valitse')
  await tick('input[name=pick][value="2"]')
  await press('main form[data-choose] button[type=submit]')
  await look()
}

/** Somebody who may not vote: too young, from elsewhere, of no known home. */
export async function sentAwayWalk({ visit }: Walker): Promise<void> {
  await visit('/aanesta', 403)
}

export async function authorsWalk(walker: Walker, { facts }: Demo): Promise<void> {
  const { visit, sendEmpty, go, fill, press, look, forget } = walker
  await visit('/omat-ideat')
  await visit('/omat-ideat?tehty=vastaus')
  await visit('/omat-ideat/tiedot')
  await sendEmpty()
  await visit('/')
  await visit(`/ideat/${facts.asked}`)
  await visit(`/omat-ideat/${facts.asked}/peru`)
  await visit(`/omat-ideat/${facts.asked}/vastaa`)
  await sendEmpty()
  await visit('/ideat/uusi')
  await visit(`/ideat/${facts.asked}/kiitos`)
  await visit('/omat-ideat/1/vastaa', 404)
  // Two addresses that only lead on.
  // The sign-in runs out while somebody writes.
  await go(`/omat-ideat/${facts.asked}/vastaa`)
  await fill('#text', 'Torin pysäkkiä.')
  await forget()
  await press('main form button')
  await look(401)
}

/** Rounds whose votes are being counted, as residents see them, and nothing to vote on. */
export async function betweenWalk({ visit, language }: Walker): Promise<void> {
  const query = `kierros=${rehearsalOf(language)}`
  await visit(`/aanesta?${query}`)
  await visit(`/ehdotukset?${query}`)
  await visit(`/tulokset?${query}`)
  await visit(`/tulokset/tarkista?${query}`)
}
