import { dayOf, type FieldError } from '../../../kernel/index.ts'
import { areRulesFrozen, type Round } from '../../../rounds/index.ts'
import { makeKeysSchema, type RoundKey, SHARES, SHARES_NEEDED } from '../../../urn/index.ts'
import { type Html, html } from '../../html/index.ts'
import { page, rehearsalNotice, textField } from '../../layout/index.ts'
import { roundName } from '../../rounds/index.ts'
import { type Answer, readForm, type Rooms, type Site, type Typed, typedOf, type Visit } from '../../site/index.ts'
import { attempt, momentOf, refusalText, roundIn, staffOf, staffPage } from '../staff/frame.ts'
import { beginCeremony, type Ceremony, CHECK, mayEnd, prove, type Sheet, step } from './ceremony.ts'
import { createHeld, inTurns } from './held.ts'
import { backToRound, heldInBrowser, QUIET_COUNTERS, roundHome } from './round.ts'
import { shareField, shareIn } from './share-field.ts'

const CEREMONY_SECONDS = 30 * 60
/** The id outlives the sheets: the memory alone says how long they are held. */
const COOKIE_SECONDS = 4 * 60 * 60

type Asked = { errors?: readonly FieldError[]; typed?: Typed; problem?: string }

/**
 * That the round has no roll, and until when one can be imported: it needs the keys, and stands still with the rules. Where
 * voting only waits for the keys it opens with them, and there is no time left between the two.
 */
function rollNotice(rooms: Rooms, visit: Visit, round: Round): Html {
  const { keys } = visit.words.running
  const now = rooms.clock.now()
  if (areRulesFrozen(round, now)) return html``
  const opens = momentOf(visit, round.votingOpenAt)
  const opensWithKeys = areRulesFrozen({ ...round, keysReadyAt: round.keysReadyAt ?? now }, now)
  return html`<div class="ds-alert" data-color="${opensWithKeys ? 'warning' : 'info'}"><p>${keys.noRoll} ${
    opensWithKeys ? keys.rollShutOut(opens) : keys.rollUntil(opens)}</p></div>`
}

/** Asks for the holders' names; with `discards` typed the new keys take the place of those of an unfinished ceremony. */
function askPage(rooms: Rooms, visit: Visit, round: Round, state: Asked = {}): Html {
  const { keys } = visit.words.running
  const { errors = [], typed = {}, problem } = state
  // The names are one list at the JSON door: what is wrong with them all stands at the first.
  const placed = errors.map((error) => ({ ...error, field: error.field === 'holders' ? 'holders.0' : error.field }))
  const discards = typed.discards
  const title = discards ? keys.anewTitle : keys.title
  return staffPage(visit, {
    title, round, back: backToRound(visit, round), errors: placed, problem,
    main: html`<h1>${title}</h1><p class="lead">${keys.lead}</p>
${discards ? html`<div class="ds-alert" data-color="warning"><p>${keys.anewLead}</p></div>` : ''}
<h2>${keys.before}</h2><ul>${keys.beforeItems.map((item) => html`<li>${item}</li>`)}</ul>
${rollNotice(rooms, visit, round)}
<form method="post" action="${visit.href(roundHome(round, '/avaimet'))}" novalidate data-once>
${discards ? html`<input type="hidden" name="discards" value="${discards}">` : ''}
${Array.from({ length: SHARES }, (_, i) => textField(visit, {
    name: `holders.${i}`, label: keys.holder(i + 1), hint: keys.holderHint, value: typed[`holders.${i}`], errors: placed,
    maxlength: 100, autocomplete: 'off',
  }))}
<p><strong>${keys.once} ${keys.stay}</strong></p>
<p class="actions"><button class="ds-button" type="submit">${keys.make}</button></p></form>`,
  })
}

/** What to do when shares are lost: on the page, for the day when somebody asks. */
function lostText(visit: Visit): Html {
  const { keys } = visit.words.running
  return html`<h2>${keys.lost}</h2><ul>${keys.lostItems.map((item) => html`<li>${item}</li>`)}</ul>`
}

function holderList(visit: Visit, key: RoundKey | null): Html {
  const { keys } = visit.words.running
  return html`<h2>${keys.holders}</h2>
<dl class="rows">${(key?.shareHolders ?? []).map((holder, i) => html`<div><dt>${holder}</dt>
<dd class="mono">${key?.shareFingerprints[i]?.toString('hex')}</dd></div>`)}</dl>`
}

function madePage(visit: Visit, round: Round, key: RoundKey | null, roll: Html): Html {
  const { keys } = visit.words.running
  return staffPage(visit, {
    title: keys.madeTitle, round, back: backToRound(visit, round),
    main: html`<h1>${keys.madeTitle}</h1>
<p class="lead">${round.keysReadyAt ? keys.made(visit.format.day(round.keysReadyAt)) : ''}</p>
${roll}
${holderList(visit, key)}${lostText(visit)}`,
  })
}

/** Which shares have come back from paper, said to whoever has just given one. */
function provedNotice(visit: Visit, round: Round, holders: readonly string[]): Html {
  const { keys } = visit.words.running
  if (holders.length === 0) return html``
  return html`<div class="ds-alert" data-color="success" role="status">${holders.map((holder) => html`<p>${keys.proved(holder)}</p>`)}${
    round.keysReadyAt === null ? '' : html`<p><strong>${keys.readyNow}</strong></p>`}</div>`
}

type Checked = { errors?: readonly FieldError[]; typed?: string; problem?: string }

function checkForm(visit: Visit, round: Round, { errors = [], typed = '' }: Checked): Html {
  const { keys } = visit.words.running
  return html`<form method="post" action="${visit.href(roundHome(round, '/avaimet/tarkistus'))}" novalidate data-once>
${shareField(visit, { errors, typed })}
<p class="actions"><button class="ds-button"${round.keysReadyAt === null ? '' : html` data-variant="secondary"`} type="submit">${
  keys.check}</button></p></form>`
}

/** What a ceremony left that no browser holds any more: its sheets are on paper, or it is begun anew. */
function unfinishedPage(rooms: Rooms, visit: Visit, round: Round, key: RoundKey, state: Checked = {}): Html {
  const { keys } = visit.words.running
  return staffPage(visit, {
    title: keys.unfinishedTitle, round, back: backToRound(visit, round), errors: state.errors, problem: state.problem,
    main: html`<h1>${keys.unfinishedTitle}</h1><p class="lead">${keys.unfinished}</p>
${rollNotice(rooms, visit, round)}
${provedNotice(visit, round, key.proved)}
<h2>${keys.onPaper}</h2><p>${keys.onPaperText}</p>
<h3>${keys.checkNext(key.proved.length + 1)}</h3>${checkForm(visit, round, state)}
<h2>${keys.notOnPaper}</h2><p>${keys.anewText}</p>
<p><a class="ds-button" data-variant="secondary" href="${visit.href(roundHome(round, '/avaimet/alusta'))}">${keys.anew}</a></p>
${holderList(visit, key)}`,
  })
}

/** The ways to the other sheets that have been reached, and to the check. Each begins with its holder's turn, not the share. */
function otherTurns(visit: Visit, round: Round, { sheets, now, printed }: Ceremony): Html {
  const { keys } = visit.words.running
  const places = Array.from({ length: printed + 1 }, (_, i) => i + 1).filter((place) => place !== now)
  if (places.length === 0) return html``
  return html`<h2>${keys.others}</h2><p>${keys.othersText}</p>${places.map((place) => html`
<form method="post" action="${visit.href(roundHome(round, '/avaimet/osa'))}" data-once><input type="hidden" name="osa" value="${place}">
<p class="actions"><button class="ds-button" data-variant="secondary" type="submit" name="toiminto" value="siirry">${
  place === CHECK ? keys.toCheck : keys.turn(place, sheets[place - 1]?.holder ?? '')}</button></p></form>`)}`
}

function readyPage(visit: Visit, round: Round, ceremony: Ceremony, { place, holder }: Sheet): Html {
  const { keys } = visit.words.running
  return staffPage(visit, {
    title: keys.ready(holder), round,
    main: html`<h1>${keys.ready(holder)}</h1><p class="lead">${keys.readyText}</p><p><strong>${keys.stay}</strong></p>
<form method="post" action="${visit.href(roundHome(round, '/avaimet/osa'))}" data-once><input type="hidden" name="osa" value="${place}">
<p class="actions"><button class="ds-button" type="submit" name="toiminto" value="nayta">${keys.show(place)}</button></p></form>
${otherTurns(visit, round, ceremony)}`,
  })
}

/** The shares come back from paper one holder at a time, so that nobody sees two; only then can the ceremony end. */
function checkPage(visit: Visit, round: Round, key: RoundKey, ceremony: Ceremony, state: Checked = {}): Html {
  const { keys } = visit.words.running
  // The third share is checked here alone: the keys were ready before it.
  const proved = key.shareHolders.filter((holder) => key.proved.includes(holder) || ceremony.proved.includes(holder))
  const ready = mayEnd(ceremony, round)
  return staffPage(visit, {
    title: keys.checkTitle, round, errors: state.errors, problem: state.problem,
    main: html`<h1>${keys.checkTitle}</h1><p class="lead">${keys.checkLead}</p><p><strong>${keys.stay}</strong></p>
${provedNotice(visit, round, proved)}
${ready ? html`<form method="post" action="${visit.href(roundHome(round, '/avaimet/paata'))}" data-once><p>${keys.endText}</p>
<p class="actions"><button class="ds-button" type="submit">${keys.end}</button></p></form>` : ''}
${proved.length < SHARES ? html`<h2>${proved.length < SHARES_NEEDED ? keys.checkNext(proved.length + 1) : keys.checkMore}</h2>
${checkForm(visit, round, state)}` : ''}
${otherTurns(visit, round, ceremony)}`,
  })
}

async function sheetPage(visit: Visit, round: Round, day: string, { place, holder, share, fingerprint }: Sheet): Promise<Html> {
  const { common, running } = visit.words
  const { keys } = running
  const { default: QRCode } = await import('qrcode')
  const code = await QRCode.toString(share.replaceAll(' ', ''), { type: 'svg', margin: 2, errorCorrectionLevel: 'M' })
  const image = `data:image/svg+xml;base64,${Buffer.from(code).toString('base64')}`
  // Nothing else stands on the page: it is printed.
  return page(visit, {
    title: keys.sheet(place), slim: true, scripts: ['desk.js'],
    main: html`<div class="screen">${rehearsalNotice(visit, round)}</div><section class="share">
<h1 class="share-wide">${keys.sheet(place)}</h1>
<dl><dt>${keys.holderLabel}</dt><dd>${holder}</dd>
<dt>${keys.roundLabel}</dt><dd>${roundName(visit, round)} (${round.slug})${round.kind === 'rehearsal' ? html` – ${common.rehearsal}` : ''}</dd>
<dt>${keys.dayLabel}</dt><dd>${visit.format.calendarDay(day)}</dd></dl>
<img class="share-code" src="${image}" alt="${keys.qr}" width="192" height="192">
<div class="share-wide"><h2>${keys.share}</h2><p class="share-text">${share}</p>
<h2>${keys.fingerprint}</h2><p class="mono">${fingerprint}</p>
<ul>${keys.rules.map((rule) => html`<li>${rule}</li>`)}</ul></div></section>
<p class="desk-print screen"><span>${running.printHint}</span> <button class="ds-button" data-variant="secondary" type="button" data-print-again hidden>${running.print}</button></p>
<form class="screen" method="post" action="${visit.href(roundHome(round, '/avaimet/osa'))}" data-once><input type="hidden" name="osa" value="${place}"><p>${keys.hideText}</p>
<p class="actions"><button class="ds-button" type="submit" name="toiminto" value="piilota">${keys.hide}</button></p></form>`,
  })
}

export function keyPages(site: Site): void {
  const { rooms } = site
  const ceremonies = heldInBrowser(
    rooms.identity.kept('ceremony'), createHeld<Ceremony>(CEREMONY_SECONDS * 1000), COOKIE_SECONDS,
  )
  const inTurn = inTurns()

  /** What this browser holds of a ceremony, unless another one has discarded its keys since. */
  function heldOf(visit: Visit, round: Round, key: RoundKey | null): Ceremony | null {
    const ceremony = ceremonies.read(visit, round)
    if (ceremony === null || ceremony.publicKey === key?.publicKey.toString('hex')) return ceremony
    ceremonies.drop(visit, round)
    return null
  }
  const keyOf = (round: Round): Promise<RoundKey | null> => rooms.urn.findKey(round)

  site.get('/hallinta/kierros/:slug/avaimet', QUIET_COUNTERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const key = await keyOf(round)
    if (heldOf(visit, round, key) !== null) return { redirect: visit.href(roundHome(round, '/avaimet/osa')) }
    if (round.keysReadyAt !== null) return madePage(visit, round, key, await rooms.urn.rollSize(round) === null ? rollNotice(rooms, visit, round) : html``)
    if (key !== null) return unfinishedPage(rooms, visit, round, key)
    // The browser has its id before there is a share to lose: an answer that never arrives leaves the sheets in reach.
    ceremonies.know(visit)
    return askPage(rooms, visit, round)
  })

  site.get('/hallinta/kierros/:slug/avaimet/alusta', QUIET_COUNTERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const key = await keyOf(round)
    if (key === null || round.keysReadyAt !== null || heldOf(visit, round, key) !== null) {
      return { redirect: visit.href(roundHome(round, '/avaimet')) }
    }
    ceremonies.know(visit)
    const names = key.shareHolders.map((holder, i) => [`holders.${i}`, holder])
    return askPage(rooms, visit, round, { typed: { ...Object.fromEntries(names), discards: key.publicKey.toString('hex') } })
  })

  site.post('/hallinta/kierros/:slug/avaimet', QUIET_COUNTERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const form = readForm(makeKeysSchema, visit.request.body, (typed) => ({
      holders: Array.from({ length: SHARES }, (_, i) => typed[`holders.${i}`] ?? ''),
      ...(typed.discards ? { discards: typed.discards } : {}),
    }))
    if (!form.ok) return { status: 400, page: askPage(rooms, visit, round, form) }
    const tried = await inTurn(round.slug, async () => {
      const made = await attempt(() => rooms.urn.makeKeys(staffOf(visit), round.slug, form.value))
      if ('outcome' in made && made.outcome.ok) {
        ceremonies.keep(visit, round, beginCeremony(made.outcome.value, dayOf(rooms.clock.now())))
      }
      return made
    })
    if ('errors' in tried) return { status: 400, page: askPage(rooms, visit, round, { errors: tried.errors, typed: form.typed }) }
    const { outcome } = tried
    if (!outcome.ok) {
      // The same form a second time: the first has made the keys, and its sheets wait.
      if (heldOf(visit, round, await keyOf(round)) !== null) return { redirect: visit.href(roundHome(round, '/avaimet/osa')) }
      return { status: 409, page: askPage(rooms, visit, round, { typed: form.typed, problem: refusalText(visit, outcome.refusal) }) }
    }
    return { redirect: visit.href(roundHome(round, '/avaimet/osa')) }
  })

  // Any sheet may be looked at again until the ceremony is ended; then they are gone from memory too.
  site.get('/hallinta/kierros/:slug/avaimet/osa', QUIET_COUNTERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const key = await keyOf(round)
    const ceremony = heldOf(visit, round, key)
    if (key === null || ceremony === null) return { redirect: visit.href(roundHome(round, '/avaimet')) }
    const sheet = ceremony.sheets[ceremony.now - 1]
    if (!sheet) return checkPage(visit, round, key, ceremony)
    return ceremony.shown ? sheetPage(visit, round, ceremony.day, sheet) : readyPage(visit, round, ceremony, sheet)
  })

  site.post('/hallinta/kierros/:slug/avaimet/osa', QUIET_COUNTERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const { toiminto = '', osa = '' } = typedOf(visit.request.body)
    ceremonies.change(visit, round, (ceremony) => step(ceremony, toiminto, Number(osa)))
    return { redirect: visit.href(roundHome(round, '/avaimet/osa')) }
  })

  site.post('/hallinta/kierros/:slug/avaimet/tarkistus', { ...QUIET_COUNTERS, limit: 'share' }, async (visit): Promise<Answer> => {
    const round = await roundIn(rooms, visit)
    const key = await keyOf(round)
    const ceremony = heldOf(visit, round, key)
    const here = { redirect: visit.href(roundHome(round, ceremony === null ? '/avaimet' : '/avaimet/osa')) }
    if (key === null || ceremony !== null && ceremony.now !== CHECK || ceremony === null && round.keysReadyAt !== null) return here
    const again = (status: number, state: Checked): Answer => ({
      status, page: ceremony === null ? unfinishedPage(rooms, visit, round, key, state) : checkPage(visit, round, key, ceremony, state),
    })
    const share = shareIn(typedOf(visit.request.body))
    if (share === '') return again(400, { errors: [{ field: 'share', code: 'required' }] })
    const tried = await attempt(() => rooms.urn.proveShare(staffOf(visit), round.slug, share))
    if ('errors' in tried) return again(400, { errors: tried.errors, typed: share })
    if (!tried.outcome.ok) return again(409, { problem: refusalText(visit, tried.outcome.refusal) })
    const { holder } = tried.outcome.value
    ceremonies.change(visit, round, (now) => prove(now, holder))
    return here
  })

  site.post('/hallinta/kierros/:slug/avaimet/paata', QUIET_COUNTERS, async (visit): Promise<Answer> => {
    const round = await roundIn(rooms, visit)
    const ceremony = heldOf(visit, round, await keyOf(round))
    if (ceremony !== null && !mayEnd(ceremony, round)) return { redirect: visit.href(roundHome(round, '/avaimet/osa')) }
    ceremonies.drop(visit, round)
    return { redirect: visit.href(roundHome(round, '/avaimet')) }
  })
}
