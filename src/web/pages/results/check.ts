import { Fault, type FieldError, normaliseCrockford, TRACKER } from '../../../kernel/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { type Html, html } from '../../html/index.ts'
import { page, rehearsalNotice, textField } from '../../layout/index.ts'
import { roundName, roundOf, roundPath } from '../../rounds/index.ts'
import { type Answer, type Rooms, type Site, typedOf, type Visit } from '../../site/index.ts'
import { foundBallot } from './found.ts'

const SHA256 = /^[0-9a-f]{64}$/
const PATH = '/tulokset/tarkista'

type State = {
  readonly round: Round
  /** The list of the sealed ballots, from the end of voting on: sorted hashes in hexadecimal. */
  readonly urnList: readonly string[] | null
}

/** The round that voters hold receipts of: under vote, being counted, else the newest that was voted on here. */
async function checkable(rooms: Rooms, visit: Visit): Promise<Round | null> {
  if ((visit.request.query as { kierros?: unknown }).kierros !== undefined) return roundOf(rooms, visit, [])
  const own = (await rooms.rounds.list()).filter(({ kind }) => kind === 'regular')
  const at = (phase: string): Round | undefined => own.find((round) => rooms.rounds.phase(round) === phase)
  return at('counting') ?? at('voting') ?? own.find(({ publishedAt }) => publishedAt !== null) ?? null
}

/** Between the end of voting and the list there are some seconds. */
function nullWhenMissing(error: unknown): null {
  if (error instanceof Fault && error.code === 'not_found') return null
  throw error
}

async function stateOf(rooms: Rooms, round: Round): Promise<State> {
  const phase = rooms.rounds.phase(round)
  const mayHaveList = round.kind !== 'imported' && ['counting', 'result', 'archived'].includes(phase)
  const list = mayHaveList ? await rooms.urn.urnList(round.slug).catch(nullWhenMissing) : null
  return { round, urnList: list === null ? null : list.text.split('\n').slice(0, -1) }
}

type Again = { readonly errors?: readonly FieldError[]; readonly typed?: Readonly<Record<string, string>>; readonly notice?: Html }

function trackerForm(visit: Visit, { round }: State, { errors = [], typed = {} }: Again): Html {
  const { yourVote: words } = visit.words.results
  return html`<form method="post" action="${visit.href(roundPath(PATH, round))}" novalidate autocomplete="off">
${textField(visit, { name: 'koodi', label: words.code, hint: words.codeHint, value: typed['koodi'], errors, autocomplete: 'off', maxlength: 60 })}
<p class="actions"><button class="ds-button" type="submit">${words.submit}</button></p>
</form>
<p class="quiet">${words.private}</p>`
}

function sealForm(visit: Visit, { round, urnList }: State, { errors = [], typed = {} }: Again): Html {
  const { seal } = visit.words.results.yourVote
  if (urnList === null) return html``
  return html`<h2>${seal.heading}</h2>
<p>${seal.lead}</p>
<form method="post" action="${visit.href(roundPath(PATH, round))}" novalidate autocomplete="off">
${textField(visit, { name: 'tiiviste', label: seal.label, hint: seal.hint, value: typed['tiiviste'], errors, autocomplete: 'off', maxlength: 200 })}
<p class="actions"><button class="ds-button" data-variant="secondary" type="submit">${seal.submit}</button></p>
</form>
${round.forgottenAt === null ? '' : html`<p>${visit.words.forgetting.public(visit.format.day(round.forgottenAt))}</p>`}
<p><a href="/api/rounds/${round.slug}/urn-list.txt">${seal.file}</a></p>`
}

/** Before publication a tracker tells nothing: it lies inside the seal. What can be checked is that the seal is there. */
function early(visit: Visit, { round, urnList }: State): Html {
  const { early: words, seal } = visit.words.results.yourVote
  return html`<p class="lead">${words.text}</p>
${urnList === null ? html`<p>${words.voting(visit.format.weekday(round.votingCloseAt), visit.format.time(round.votingCloseAt))} ${seal.later}</p>` : ''}`
}

function checkPage(visit: Visit, state: State, again: Again = {}): Html {
  const { results } = visit.words
  const { yourVote: words } = results
  const { round } = state
  const published = round.publishedAt !== null
  const title = published || round.kind === 'imported' ? words.title : words.early.title
  return page(visit, {
    title, nav: 'results', errors: again.errors ?? [],
    main: html`${rehearsalNotice(visit, round)}
<h1>${title}</h1>
${again.notice ?? ''}
${round.kind === 'imported' ? html`<p class="lead">${words.imported}</p>`
    : published ? html`<p class="lead">${words.lead(roundName(visit, round))}</p>${trackerForm(visit, state, again)}` : early(visit, state)}
${sealForm(visit, state, again)}
${published ? html`<p><a href="${visit.href(roundPath('/tulokset', round))}">${words.toResults}</a></p>` : ''}`,
  })
}

function nothingToCheck(visit: Visit): Html {
  const { yourVote: words } = visit.words.results
  return page(visit, {
    title: words.none, nav: 'results',
    main: html`<h1>${words.none}</h1><p class="lead">${words.noneText}</p><p><a href="${visit.href('/tulokset')}">${words.toResults}</a></p>`,
  })
}

function sealNotice(visit: Visit, { urnList }: State, hash: string): { notice: Html; found: boolean } {
  const { seal } = visit.words.results.yourVote
  const place = (urnList ?? []).indexOf(hash)
  return {
    found: place >= 0,
    notice: place >= 0
      ? html`<div class="ds-alert" data-color="success" role="status"><h2 class="ds-heading" data-size="xs">${seal.found}</h2><p>${
        seal.foundText(visit.format.number(place + 1), visit.format.number(urnList!.length))}</p></div>`
      : html`<div class="ds-alert" data-color="warning" role="status"><h2 class="ds-heading" data-size="xs">${seal.notFound}</h2><p>${seal.notFoundText}</p></div>`,
  }
}

function notFound(visit: Visit): Html {
  const { yourVote: words } = visit.words.results
  return html`<div class="ds-alert" data-color="warning" role="status"><h2 class="ds-heading" data-size="xs">${words.notFound}</h2>
<ul>${words.notFoundWhy.map((why) => html`<li>${why}</li>`)}</ul>
<p>${words.notFoundHelp} <a href="${visit.href('/tietoa/palaute')}">${visit.words.common.footer.feedback}</a></p></div>`
}

/** Both forms come here by POST, so that neither a tracker nor a hash stands in an address, a history or a log. */
async function answer(visit: Visit, rooms: Rooms, state: State): Promise<Answer> {
  const typed = typedOf(visit.request.body)
  if (typed['tiiviste'] !== undefined && state.urnList !== null) {
    const hash = typed['tiiviste'].toLowerCase().replace(/\s/g, '')
    if (!SHA256.test(hash)) {
      return { status: 400, page: checkPage(visit, state, { errors: [{ field: 'tiiviste', code: hash === '' ? 'required' : 'not_a_hash' }], typed }) }
    }
    const { notice, found } = sealNotice(visit, state, hash)
    return { status: found ? 200 : 404, page: checkPage(visit, state, { notice, typed }) }
  }
  if (state.round.publishedAt === null || state.round.kind === 'imported') return { status: 409, page: checkPage(visit, state) }
  const code = normaliseCrockford(typed['koodi'] ?? '')
  if (!TRACKER.test(code)) {
    return { status: 400, page: checkPage(visit, state, { errors: [{ field: 'koodi', code: code === '' ? 'required' : 'not_a_tracker' }], typed }) }
  }
  const found = await foundBallot(visit, rooms, state.round, code)
  return found ?? { status: 404, page: checkPage(visit, state, { notice: notFound(visit), typed }) }
}

export function checkPages(site: Site): void {
  const { rooms } = site

  site.get(PATH, { shared: true }, async (visit) => {
    const round = await checkable(rooms, visit)
    return round ? checkPage(visit, await stateOf(rooms, round)) : nothingToCheck(visit)
  })

  site.post(PATH, { quiet: true, limit: 'receipt' }, async (visit) => {
    const round = await checkable(rooms, visit)
    return round ? answer(visit, rooms, await stateOf(rooms, round)) : nothingToCheck(visit)
  })
}
