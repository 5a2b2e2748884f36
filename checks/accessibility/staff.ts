import type { Demo } from './demo.ts'
import { rehearsalOf, REVIEW, UPCOMING } from './demo.ts'
import type { Walker } from './looker.ts'

/** Moderation, proposals and rounds, as a manager who also moderates sees them. */
export async function officeWalk(walker: Walker, { facts }: Demo): Promise<void> {
  const { visit, sendEmpty, press, look, go } = walker
  await visit('/hallinta')
  await visit('/hallinta/jono')
  await visit('/hallinta/jono?kierros=osbu-2026&tila=accepted')
  await visit('/hallinta/jono?kierros=osbu-2027&tehty=accept&idea=1')
  for (const kind of ['hyvaksy', 'hylkaa', 'kysy', 'yhdista']) await visit(`/hallinta/ideat/${facts.waits}?paatos=${kind}`)
  await go(`/hallinta/ideat/${facts.waits}?paatos=hylkaa`)
  await sendEmpty('#paatos form[method=post]')
  await visit(`/hallinta/ideat/${facts.waits}/yhdista?numero=99999`, 400)
  await visit(`/hallinta/ideat/${facts.waits}/yhdista?numero=${facts.waits + 1}`, 400)
  await go(`/hallinta/ideat/${facts.waits}?paatos=yhdista`)
  await walker.page.locator('#paatos input[type=radio]').first().check()
  await press('#paatos form button')
  await look()
  await visit(`/hallinta/ideat/${facts.photo}`)
  await visit('/hallinta/ideat/1')
  await visit('/hallinta/paatokset')
  await sendEmpty()
  await visit('/hallinta/ideat/uusi')
  await sendEmpty('main form[action*="ideat/uusi"]')
  for (const round of [REVIEW, 'osbu-2026', 'osbu-2023', 'osbu-2027']) await visit(`/hallinta/ehdotukset?kierros=${round}`)
  await visit(`/hallinta/ehdotukset/uusi?kierros=${REVIEW}`)
  await sendEmpty()
  await visit(`/hallinta/ehdotukset/${REVIEW}/1`)
  await sendEmpty()
  await visit('/hallinta/ehdotukset/osbu-2026/1')
  await visit(`/hallinta/ehdotukset/${REVIEW}/1/poista`)
  await visit(`/hallinta/ehdotukset/${REVIEW}/esikatselu`)
  await visit(`/hallinta/ehdotukset/${REVIEW}/vahvista`)
  for (const round of [REVIEW, UPCOMING, 'osbu-2026', 'osbu-2026-harjoitus', 'osbu-2023']) await visit(`/hallinta/kierros/${round}`)
  await visit(`/hallinta/kierros/${REVIEW}/asetukset`)
  await sendEmpty()
  await visit('/hallinta/kierros/osbu-2026/asetukset')
  await visit('/hallinta/kierros/uusi?malli=osbu-2026')
  await sendEmpty()
  await visit('/hallinta/kierros/uusi?malli=osbu-2026&harjoitus=1')
  await visit('/hallinta/kierros/uusi')
  await visit('/hallinta/kierros/osbu-2026/paattyminen')
  await sendEmpty()
  await visit('/hallinta/kierros/osbu-2026/aanestyspisteet')
  await sendEmpty()
  await visit('/hallinta/kierros/osbu-2026/osallistuminen')
  await visit('/hallinta/kierros/osbu-2026/avaimet')
  await visit('/hallinta/kierros/osbu-2026/avaus')
  await visit('/hallinta/kierros/osbu-2026/laskenta')
  for (const round of ['osbu-2026', 'osbu-2023']) await visit(`/hallinta/kierros/${round}/vertailu`)
  for (const round of ['osbu-2026', 'osbu-2023', 'osbu-2026-harjoitus']) await visit(`/hallinta/kierros/${round}/unohtaminen`)
  await sendEmpty('main form[action$=unohtaminen]')
  await visit('/hallinta/seuranta')
  await visit(`/hallinta/seuranta/osbu-2023/${facts.winner}`)
  await sendEmpty('main form[enctype]')
  await visit('/hallinta/loki')
  await visit('/hallinta/loki?ennen=40')
  await visit('/hallinta/ei-ole', 404)
  await go('/hallinta/kierros')
}

/** The desk: somebody who may vote, somebody who has voted, a vote from the code to the slip, and the day's end. */
export async function desksWalk(walker: Walker, voter: string, voted: string): Promise<void> {
  const { visit, fill, press, look, sendEmpty, go, language } = walker
  await visit('/piste')
  await sendEmpty('main form.desk-form')
  const identify = async (hetu: string): Promise<void> => {
    await go('/piste')
    await fill('#hetu', hetu)
    await press('main form.desk-form button')
  }
  await identify(voted)
  await look()
  await identify(voter)
  await look()
  await sendEmpty('main form.desk-form')
  await fill('#picks', '1 99')
  await press('main form.desk-form button')
  await look(400)
  await fill('#picks', '1 2 3')
  await walker.page.locator('input[name=residence][value=declaration]').check()
  await press('main form.desk-form button')
  await look()
  await press('main form button')
  await look()
  await identify(voter)
  await look()
  await press('main form button[name=korjaa]')
  await look()
  await sendEmpty('main form.desk-form')
  await visit('/piste/paiva')
  await go('/piste/paiva?kierros=osbu-2026')
  if (language === 'fi') {
    await sendEmpty('main form[action*=paiva]')
    await fill('#counted', '999')
    for (const field of ['#spoiled', '#returned']) await fill(field, '0')
    await press('main form[action*=paiva] button')
    await look(400)
    await fill('#note', 'Yksi lippu löytyi lattialta.')
    await press('main form[action*=paiva] button')
    await look()
  } else {
    await walker.page.evaluate('document.querySelectorAll("details").forEach((each) => { each.open = true })')
    await sendEmpty('main form[action*=paiva]')
  }
  await visit('/hallinta/loki', 403)
}

/** A ceremony that goes on in another browser: it is waited for, or begun anew. */
export async function meanwhileWalk({ visit, language }: Walker): Promise<void> {
  const home = `/hallinta/kierros/${rehearsalOf(language)}`
  await visit(`${home}/avaimet`)
  await visit(`${home}/avaimet/alusta`)
}

/**
 * A rehearsal from the ceremony to the published result: one member of staff who holds a key, then a manager. Somebody
 * else looks in meanwhile.
 */
export async function holdersWalk(walker: Walker, meanwhile: () => Promise<void>): Promise<string[]> {
  const { visit, sendEmpty, fill, press, look, go, language, page } = walker
  const home = `/hallinta/kierros/${rehearsalOf(language)}`
  const shares: string[] = []
  await visit('/hallinta')
  await visit(home)
  await visit(`${home}/avaimet`)
  await sendEmpty('main form[action$=avaimet]')
  await go(`${home}/avaimet`)
  for (const [i, name] of ['Aino Avain', 'Eero Avain', 'Inka Avain'].entries()) await fill(`#holders-${i}`, name)
  await press('main form[action$=avaimet] button')
  await meanwhile()
  for (const turn of [1, 2, 3]) {
    if (turn < 3) await look()
    await press('button[value=nayta]')
    shares.push((await page.locator('.share-text').textContent() ?? '').trim())
    if (turn === 1) await look()
    await press('button[value=piilota]')
  }
  await look()
  await sendEmpty('main form[action$=tarkistus]')
  for (const share of shares.slice(0, 2)) {
    await fill('#share', share)
    await press('main form[action$=tarkistus] button')
  }
  await look()
  await press('main form[action$=paata] button')
  await look()
  await visit(`${home}/avaus`)
  return shares
}

/** The manager's part of a rehearsal before its urn is opened. */
export async function endingWalk(walker: Walker): Promise<void> {
  const { visit, press, language } = walker
  const home = `/hallinta/kierros/${rehearsalOf(language)}`
  await visit(`${home}/harjoituksen-paatos`)
  await press('main form[action$=harjoituksen-paatos] button')
  await walker.look()
  await visit(`${home}/osallistuminen`)
  await visit(`${home}/laskenta`)
}

export async function openingWalk(walker: Walker, shares: readonly string[]): Promise<void> {
  const { visit, sendEmpty, fill, press, look, language, page } = walker
  const home = `/hallinta/kierros/${rehearsalOf(language)}`
  await visit(`${home}/avaus`)
  await sendEmpty('main form[action$=avaus]')
  for (const [i, share] of shares.slice(0, 2).entries()) {
    await fill('#share', share)
    await press('main form[action$=avaus] button')
    if (i === 0) await look()
  }
  // The page of the progress loads itself anew until the report is there.
  await page.locator('main dl, main .rows').first().waitFor({ timeout: 30_000 })
  await look()
}

export async function publishingWalk(walker: Walker): Promise<void> {
  const { visit, press, look, language } = walker
  const home = `/hallinta/kierros/${rehearsalOf(language)}`
  await visit(`${home}/laskenta`)
  await press('main form[action$=laskenta] button')
  await look()
  await visit(`${home}/vertailu`)
  await visit(`${home}/laskenta/julkaise`)
  await press('main form[action$=julkaise] button')
  await look()
  await visit(home)
}
