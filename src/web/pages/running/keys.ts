import QRCode from 'qrcode'
import { dayOf, type FieldError } from '../../../kernel/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { makeKeysSchema, SHARES } from '../../../urn/index.ts'
import { type Html, html } from '../../html/index.ts'
import { page, rehearsalNotice, textField } from '../../layout/index.ts'
import { roundName } from '../../rounds/index.ts'
import { readForm, type Site, type Typed, type Visit } from '../../site/index.ts'
import { attempt, refusalText, roundIn, staffOf, staffPage } from '../staff/frame.ts'
import { createHeld } from './held.ts'
import { backToRound, heldInBrowser, QUIET_COUNTERS, roundHome } from './round.ts'

type Sheet = { readonly place: number; readonly holder: string; readonly share: string; readonly fingerprint: string }

/** The sheets that are still to be shown, the next one first, and whether it is on the screen. */
type Ceremony = { readonly sheets: readonly Sheet[]; readonly shown: boolean }

const CEREMONY_SECONDS = 60 * 60

function askPage(visit: Visit, round: Round, state: { errors?: readonly FieldError[]; typed?: Typed; problem?: string } = {}): Html {
  const { keys } = visit.words.running
  const { errors = [], typed = {}, problem } = state
  // The names are one list at the JSON door: what is wrong with them all stands at the first.
  const placed = errors.map((error) => ({ ...error, field: error.field === 'holders' ? 'holders.0' : error.field }))
  return staffPage(visit, {
    title: keys.title, round, back: backToRound(visit, round), errors: placed, problem,
    main: html`<h1>${keys.title}</h1><p class="lead">${keys.lead}</p>
<h2>${keys.before}</h2><ul>${keys.beforeItems.map((item) => html`<li>${item}</li>`)}</ul>
<form method="post" action="${visit.href(roundHome(round, '/avaimet'))}" novalidate data-once>
${Array.from({ length: SHARES }, (_, i) => textField(visit, {
    name: `holders.${i}`, label: keys.holder(i + 1), hint: keys.holderHint, value: typed[`holders.${i}`], errors: placed,
    maxlength: 100, autocomplete: 'off',
  }))}
<p><strong>${keys.once}</strong></p>
<p class="actions"><button class="ds-button" type="submit">${keys.make}</button></p></form>`,
  })
}

/** What to do when shares are lost: on the page, for the day when somebody asks. */
function lostText(visit: Visit): Html {
  const { keys } = visit.words.running
  return html`<h2>${keys.lost}</h2><ul>${keys.lostItems.map((item) => html`<li>${item}</li>`)}</ul><p>${keys.cut}</p>`
}

async function madePage(site: Site, visit: Visit, round: Round): Promise<Html> {
  const { keys } = visit.words.running
  const key = await site.rooms.urn.findKey(round)
  return staffPage(visit, {
    title: keys.madeTitle, round, back: backToRound(visit, round),
    main: html`<h1>${keys.madeTitle}</h1>
<p class="lead">${round.keysReadyAt ? keys.made(visit.format.day(round.keysReadyAt)) : ''}</p>
<h2>${keys.holders}</h2>
<dl class="rows">${(key?.shareHolders ?? []).map((holder, i) => html`<div><dt>${holder}</dt><dd class="mono">${
  key?.shareFingerprints[i]?.toString('hex')}</dd></div>`)}</dl>
${lostText(visit)}`,
  })
}

function readyPage(visit: Visit, round: Round, { place, holder }: Sheet): Html {
  const { keys } = visit.words.running
  return staffPage(visit, {
    title: keys.ready(holder), round,
    main: html`<h1>${keys.ready(holder)}</h1><p class="lead">${keys.readyText}</p>
<form method="post" action="${visit.href(roundHome(round, '/avaimet/osa'))}">
<p class="actions"><button class="ds-button" type="submit" name="toiminto" value="nayta">${keys.show(place)}</button></p></form>`,
  })
}

async function sheetPage(visit: Visit, round: Round, { place, holder, share, fingerprint }: Sheet): Promise<Html> {
  const { common, running } = visit.words
  const { keys } = running
  const code = await QRCode.toString(share.replaceAll(' ', ''), { type: 'svg', margin: 2, errorCorrectionLevel: 'M' })
  const image = `data:image/svg+xml;base64,${Buffer.from(code).toString('base64')}`
  // Nothing else stands on the page: it is printed.
  return page(visit, {
    title: keys.sheet(place), slim: true, scripts: ['desk.js'],
    main: html`<div class="screen">${rehearsalNotice(visit, round)}</div><section class="share">
<h1 class="share-wide">${keys.sheet(place)}</h1>
<dl><dt>${keys.holderLabel}</dt><dd>${holder}</dd>
<dt>${keys.roundLabel}</dt><dd>${roundName(visit, round)} (${round.slug})${round.kind === 'rehearsal' ? html` – ${common.rehearsal}` : ''}</dd>
<dt>${keys.dayLabel}</dt><dd>${visit.format.calendarDay(dayOf(round.keysReadyAt ?? new Date(0)))}</dd></dl>
<img class="share-code" src="${image}" alt="${keys.qr}" width="192" height="192">
<div class="share-wide"><h2>${keys.share}</h2><p class="share-text">${share}</p>
<h2>${keys.fingerprint}</h2><p class="mono">${fingerprint}</p>
<ul>${keys.rules.map((rule) => html`<li>${rule}</li>`)}</ul></div></section>
<p class="desk-print screen"><span>${running.printHint}</span> <button class="ds-button" data-variant="secondary" type="button" data-print-again hidden>${running.print}</button></p>
<form class="screen" method="post" action="${visit.href(roundHome(round, '/avaimet/osa'))}"><p>${keys.hideText}</p>
<p class="actions"><button class="ds-button" type="submit" name="toiminto" value="piilota">${keys.hide}</button></p></form>`,
  })
}

export function keyPages(site: Site): void {
  const { rooms } = site
  const ceremonies = heldInBrowser(
    rooms.identity.kept('ceremony'), createHeld<Ceremony>(CEREMONY_SECONDS * 1000), CEREMONY_SECONDS,
  )

  site.get('/hallinta/kierros/:slug/avaimet', QUIET_COUNTERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    return round.keysReadyAt === null ? askPage(visit, round) : madePage(site, visit, round)
  })

  site.post('/hallinta/kierros/:slug/avaimet', QUIET_COUNTERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const form = readForm(makeKeysSchema, visit.request.body, (typed) => ({
      holders: Array.from({ length: SHARES }, (_, i) => typed[`holders.${i}`] ?? ''),
    }))
    if (!form.ok) return { status: 400, page: askPage(visit, round, form) }
    const tried = await attempt(() => rooms.urn.makeKeys(staffOf(visit), round.slug, form.value.holders))
    if ('errors' in tried) return { status: 400, page: askPage(visit, round, { errors: tried.errors, typed: form.typed }) }
    const { outcome } = tried
    if (!outcome.ok) return { status: 409, page: askPage(visit, round, { typed: form.typed, problem: refusalText(visit, outcome.refusal) }) }
    ceremonies.keep(visit, round, { shown: false, sheets: outcome.value.shares.map((sheet, i) => ({ ...sheet, place: i + 1 })) })
    return { redirect: visit.href(roundHome(round, '/avaimet/osa')) }
  })

  // A sheet may be looked at again until its holder says that it is on paper; then it is gone from memory too.
  site.get('/hallinta/kierros/:slug/avaimet/osa', QUIET_COUNTERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const ceremony = ceremonies.read(visit, round)
    const [sheet] = ceremony?.sheets ?? []
    if (!ceremony || !sheet) return { redirect: visit.href(roundHome(round, '/avaimet')) }
    return ceremony.shown ? sheetPage(visit, round, sheet) : readyPage(visit, round, sheet)
  })

  site.post('/hallinta/kierros/:slug/avaimet/osa', QUIET_COUNTERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const ceremony = ceremonies.read(visit, round)
    if (ceremony) {
      const { toiminto } = visit.request.body as { toiminto?: unknown }
      const hides = toiminto === 'piilota' && ceremony.shown
      const sheets = hides ? ceremony.sheets.slice(1) : ceremony.sheets
      ceremonies.drop(visit, round)
      if (sheets.length > 0) ceremonies.keep(visit, round, { sheets, shown: toiminto === 'nayta' })
    }
    return { redirect: visit.href(roundHome(round, '/avaimet/osa')) }
  })
}
