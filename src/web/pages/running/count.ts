import { setTimeout } from 'node:timers/promises'
import { Fault, present } from '../../../kernel/index.ts'
import type { Proposal } from '../../../proposals/index.ts'
import type { Round } from '../../../rounds/index.ts'
import type { TallyResult } from '../../../tally/index.ts'
import { type Html, html } from '../../html/index.ts'
import { inLanguage, roundPath } from '../../rounds/index.ts'
import type { Rooms, Site, Visit } from '../../site/index.ts'
import { TAG_COLORS } from '../results/ranking.ts'
import { reasonText } from '../results/reason.ts'
import { traceDetails, undecidedAlert } from '../results/trace.ts'
import { isManager, MANAGERS, refusalText, roundIn, staffOf, staffPage } from '../staff/frame.ts'
import { runningPage } from './progress.ts'
import { backToRound, COUNTERS, roundHome } from './round.ts'

/** How long a click waits for the count before it shows how far that is. */
const PATIENCE_MS = 2000

type Counted = { readonly round: Round; readonly result: TallyResult; readonly proposals: ReadonlyMap<number, Proposal> }

async function countedOf(rooms: Rooms, round: Round): Promise<Counted | null> {
  const result = await rooms.tally.preview(round.slug).catch((error: unknown) => {
    if (error instanceof Fault && error.code === 'not_found') return null
    throw error
  })
  if (result === null) return null
  const proposals = await rooms.proposals.ofRound(round.id)
  return { round, result, proposals: new Map(proposals.map((proposal) => [proposal.number, proposal])) }
}

function titleOf(visit: Visit, { proposals }: Counted, number: number): string {
  return inLanguage(visit, present(proposals.get(number), 'a counted proposal exists').title)
}

function rankedList(visit: Visit, counted: Counted): Html {
  const { results } = visit.words
  const { format } = visit
  const most = Math.max(1, ...counted.result.rows.map(({ votes }) => votes))
  return html`<ol class="ranked" role="list">${counted.result.rows.map((row) => html`<li>
<p><span><strong>${row.rank}. ${titleOf(visit, counted, row.number)}</strong> <span class="tag" data-color="${TAG_COLORS[row.outcome]}">${results.outcomes[row.outcome]}</span></span>
<span class="sum">${format.cost(row)}</span></p>
<p><span>${format.number(row.votes)} ${results.votesUnit(row.votes)} · ${results.ofVotes(format.percent(row.percent))}</span></p>
<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="bar-all" width="100" height="4"/>
<rect class="bar-part" width="${(row.votes * 100 / most).toFixed(1)}" height="4"/></svg>
<p class="quiet"><span>${reasonText(visit, row, (number) => titleOf(visit, counted, number), counted.result.trace)}${row.tiedWith.length > 0
    ? html` ${results.sharedRank(row.tiedWith.map((number) => titleOf(visit, counted, number)).join(', '))}` : ''}</span></p></li>`)}</ol>`
}

async function lookPage(rooms: Rooms, visit: Visit, counted: Counted): Promise<Html> {
  const { count } = visit.words.running
  const { round, result } = counted
  const { number, money } = visit.format
  const report = await rooms.tally.openingReport(round.slug)
  const published = round.publishedAt !== null
  const title = (proposal: number): string => titleOf(visit, counted, proposal)
  return staffPage(visit, {
    title: published ? count.published : count.title, round, back: backToRound(visit, round),
    main: html`<h1>${published ? count.published : count.title}</h1>
<div class="ds-alert" data-color="${published ? 'success' : 'warning'}"><p><strong>${published ? count.publishedText : count.counted}</strong></p></div>
${undecidedAlert(visit, result, title)}
<dl class="facts"><div><dt>${count.voters}</dt><dd>${number(result.voters ?? result.ballots)}</dd></div><div><dt>${count.votes}</dt><dd>${number(result.votes)}</dd></div>
<div><dt>${count.used}</dt><dd>${money(result.spentCents)}</dd></div><div><dt>${count.left}</dt><dd>${money(result.envelopeCents - result.spentCents)}</dd></div></dl>
${result.invalidBallots.length > 0 ? html`<p>${count.invalid(number(result.invalidBallots.length))}</p>` : ''}
${report && report.unopenable.length > 0 ? html`<p>${count.unopened(number(report.unopenable.length))}</p>` : ''}
<h2>${count.list}</h2>${rankedList(visit, counted)}
${traceDetails(visit, result, title)}
<p class="quiet">${count.hash} <span class="mono">${result.inputSha256}</span></p>
${published ? html`<p class="actions"><a class="ds-button" href="${visit.href(roundPath('/tulokset', round))}">${count.toResult}</a></p>`
    : result.undecided !== undefined ? '' : isManager(visit) ? html`<p class="actions"><a class="ds-button" href="${visit.href(roundHome(round, '/laskenta/julkaise'))}">${count.toPublish}</a></p>`
      : html`<p>${count.onlyManager}</p>`}`,
  })
}

async function beforeCount(rooms: Rooms, visit: Visit, round: Round, problem?: string): Promise<Html> {
  const { count } = visit.words.running
  const report = await rooms.tally.openingReport(round.slug)
  return staffPage(visit, {
    title: count.title, round, back: backToRound(visit, round), problem,
    main: html`<h1>${count.title}</h1>${report === null
      ? html`<p class="lead">${count.notOpened}</p><p><a href="${visit.href(roundHome(round, '/avaus'))}">${count.toOpening}</a></p>`
      : html`<p class="lead">${count.ready(visit.format.number(report.openedCount))}</p>
<form method="post" action="${visit.href(roundHome(round, '/laskenta'))}" data-once><p class="actions"><button class="ds-button" type="submit">${count.run}</button></p></form>`}`,
  })
}

function publishPage(visit: Visit, counted: Counted, problem?: string): Html {
  const { count } = visit.words.running
  const { round, result } = counted
  const winners = result.rows.filter(({ outcome }) => outcome === 'carried_out')
  return staffPage(visit, {
    title: count.publishTitle, round, problem,
    main: html`<h1>${count.publishTitle}</h1><p class="lead">${count.publishText}</p>
<h2>${count.winners}</h2>
${winners.length === 0 ? html`<p>${count.none}</p>` : html`<ul class="rows">${winners.map((row) => html`<li><span>${titleOf(visit, counted, row.number)}</span>
<span class="sum">${visit.format.cost(row)}</span></li>`)}</ul>`}
<form method="post" action="${visit.href(roundHome(round, '/laskenta/julkaise'))}" data-once><p class="actions">
<button class="ds-button" type="submit">${count.publish}</button>
<a class="ds-button" data-variant="secondary" href="${visit.href(roundHome(round, '/laskenta'))}">${count.notYet}</a></p></form>`,
  })
}

export function countPages(site: Site): void {
  const { rooms } = site
  const look = (round: Round) => ({ path: roundHome(round, '/laskenta') })

  site.get('/hallinta/kierros/:slug/laskenta', COUNTERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const counted = await countedOf(rooms, round)
    if (counted) return lookPage(rooms, visit, counted)
    const { count } = visit.words.running
    const progress = rooms.tally.countProgress(round.slug)
    if (progress?.state === 'running') {
      return runningPage(visit, round, {
        title: count.running, starting: count.starting, text: count.progress, path: '/laskenta', progress,
      })
    }
    const problem = progress?.state === 'failed' ? count.failed
      : progress?.state === 'refused' ? refusalText(visit, progress.refusal) : undefined
    return beforeCount(rooms, visit, round, problem)
  })

  site.post('/hallinta/kierros/:slug/laskenta', COUNTERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    if (await rooms.tally.openingReport(round.slug) === null) {
      return { status: 409, page: await beforeCount(rooms, visit, round, visit.words.problems.refusals.not_opened) }
    }
    // A town's count is done within the wait; the page shows how far a larger one is, and the count once it is there.
    await Promise.race([rooms.tally.startCount(staffOf(visit), round.slug), setTimeout(PATIENCE_MS, undefined, { ref: false })])
    return { redirect: visit.href(look(round).path) }
  })

  site.get('/hallinta/kierros/:slug/laskenta/julkaise', MANAGERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const counted = await countedOf(rooms, round)
    if (counted === null || round.publishedAt !== null) return { redirect: visit.href(look(round).path) }
    return publishPage(visit, counted)
  })

  site.post('/hallinta/kierros/:slug/laskenta/julkaise', MANAGERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const published = await rooms.tally.publish(staffOf(visit), round.slug)
    if (published.ok) return { redirect: visit.href(look(round).path) }
    const counted = await countedOf(rooms, round)
    const problem = refusalText(visit, published.refusal)
    return { status: 409, page: counted ? publishPage(visit, counted, problem) : await beforeCount(rooms, visit, round, problem) }
  })
}
