import { hasVotingOpened, type Missing, missingForVoting, type Round } from '../../../rounds/index.ts'
import { type Html, html } from '../../html/index.ts'
import { inLanguage, roundName } from '../../rounds/index.ts'
import type { Rooms, Site, Visit } from '../../site/index.ts'
import { equalSharesRows } from '../results/settings.ts'
import { isManager, mayModerate, momentOf, OFFICE, queryOf, roundIn, staffPage } from './frame.ts'

/** Whether the rules of a round stand still, by the same question as the rounds'. */
export function isFrozen(rooms: Rooms, round: Round): boolean {
  return round.kind === 'imported' || hasVotingOpened(round, rooms.clock.now())
}

const DONE = ['created', 'changed', 'unchanged', 'moved', 'ended'] as const

function pair(label: string, value: Html | string): Html {
  return html`<div><dt>${label}</dt><dd>${value}</dd></div>`
}

function ruleList(visit: Visit, round: Round): Html {
  const { round: words } = visit.words.staff
  return html`<dl class="pairs">
${pair(words.fields.envelopeCents, visit.format.money(round.envelopeCents))}
${pair(words.picks, visit.words.front.facts.picks(round.picksMin, round.picksMax))}
${pair(words.fields.themes, round.themes.map(({ name }) => inLanguage(visit, name)).join(', '))}
${pair(words.fields.votingAge, words.age(round.votingAge, visit.format.calendarDay(round.ageCutoff)))}
${pair(words.fields.municipalityCodes, round.municipalityCodes.join(', '))}
${pair(words.fields.mayReplace, round.mayReplace ? words.yes : words.no)}
${pair(words.fields.countingRule, visit.words.results.how.rules[round.countingRule])}
${round.topN === null ? '' : pair(visit.words.counting.settings.topN, visit.format.number(round.topN))}
${round.equalShares === null ? '' : equalSharesRows(visit, round.equalShares).map(([label, value]) => pair(label, value))}
${pair(words.fields.costBasis, words.costBases[round.costBasis])}
${pair(words.fields.tieRule, words.tieRules[round.tieRule])}
${round.kind === 'regular' ? pair(words.fields.appealDays, words.appealDays(round.appealDays)) : ''}</dl>`
}

const TIMES = ['ideasOpenAt', 'ideasCloseAt', 'votingOpenAt', 'votingCloseAt', 'paperUntil'] as const

/** What stands still from when on, told before somebody relies on changing it. */
export function freezeNotice(rooms: Rooms, visit: Visit, round: Round): Html {
  const { freeze } = visit.words.staff.round
  if (round.kind === 'imported') return html`<div class="ds-alert" data-color="info"><p>${freeze.imported}</p></div>`
  if (isFrozen(rooms, round)) return html`<div class="ds-alert" data-color="info"><p><strong>${freeze.frozen}</strong>${
    rooms.rounds.phase(round) === 'voting' ? ` ${freeze.onlyLater}` : ''}</p></div>`
  return html`<div class="ds-alert" data-color="warning"><p><strong>${freeze.when(momentOf(visit, round.votingOpenAt))}</strong> ${freeze.after}</p>
<ul><li>${round.proposalsReadyAt === null ? freeze.proposals : freeze.proposalsConfirmed}</li><li>${freeze.keys}</li></ul></div>`
}

/** Where each thing that voting waits for gets done, for those who may. */
function placeOf(visit: Visit, round: Round, what: Missing): string | null {
  if (what === 'proposals') return mayModerate(visit) ? `/hallinta/ehdotukset?kierros=${round.slug}` : null
  const makesKeys = isManager(visit) || visit.staff?.roles.includes('key_holder')
  if (what === 'keys') return makesKeys ? `/hallinta/kierros/${round.slug}/avaimet` : null
  return isManager(visit) ? `/hallinta/kierros/uusi?malli=${round.slug}&harjoitus=1` : null
}

function readiness(rooms: Rooms, visit: Visit, round: Round): Html {
  const { round: words, home } = visit.words.staff
  if (round.kind === 'imported' || isFrozen(rooms, round)) return html``
  const missing = missingForVoting(round)
  // What is ready only after its voting should have ended never opens: no clock helps, only other times.
  const isOver = rooms.clock.now() >= round.votingCloseAt
  const all = (['keys', 'proposals', 'rehearsal'] as const).filter((what) => what !== 'rehearsal' || round.kind === 'regular')
  return html`<h2>${words.readiness}</h2><ul class="rows">${all.map((what) => {
    const place = missing.includes(what) ? placeOf(visit, round, what) : null
    return html`<li><span>${place === null ? home.missingNames[what] : html`<a href="${visit.href(place)}">${home.missingNames[what]}</a>`}</span>
<span class="tag" data-color="${missing.includes(what) ? 'warning' : 'success'}">${missing.includes(what) ? words.notReady : words.ready}</span></li>`
  })}</ul>
${missing.length > 0 ? html`<p>${words.staysInReview}</p>` : ''}${
    isOver ? html`<div class="ds-alert" data-color="warning"><p>${words.timeIsOver(momentOf(visit, round.votingCloseAt))}</p></div>`
      : missing.length === 0 ? html`<p>${words.opensByClock(momentOf(visit, round.votingOpenAt))}</p>` : ''}`
}

/** The pages of a round that this member of staff can use now. Those that run the vote are others' of this house. */
function links(rooms: Rooms, visit: Visit, round: Round): Html {
  const { roundPages } = visit.words.staff
  const phase = rooms.rounds.phase(round)
  const base = `/hallinta/kierros/${round.slug}`
  const isHolder = visit.staff?.roles.includes('key_holder') ?? false
  const hasUrn = round.kind !== 'imported' && isFrozen(rooms, round)
  const shown: [boolean, string, string][] = [
    [mayModerate(visit) && round.kind !== 'imported', `/hallinta/jono?kierros=${round.slug}`, roundPages.queue],
    [mayModerate(visit), `/hallinta/ehdotukset?kierros=${round.slug}`, roundPages.proposals],
    [isManager(visit) && !isFrozen(rooms, round), `${base}/asetukset`, roundPages.settings],
    [isManager(visit) && round.kind !== 'imported', `${base}/aanestyspisteet`, roundPages.stations],
    [round.kind !== 'imported' && round.keysReadyAt === null && (isHolder || isManager(visit)), `${base}/avaimet`, roundPages.keys],
    [round.kind !== 'imported' && round.proposalsReadyAt !== null, `${base}/lomake.pdf`, roundPages.paper],
    [hasUrn, `${base}/osallistuminen`, roundPages.turnout],
    [phase === 'voting' && isManager(visit), `${base}/paattyminen`, roundPages.closing],
    [phase === 'voting' && round.kind === 'rehearsal', `/aanesta?kierros=${round.slug}`, roundPages.try],
    [phase === 'voting' && isManager(visit) && round.kind === 'rehearsal', `${base}/harjoituksen-paatos`, roundPages.end],
    [phase === 'counting' && isHolder, `${base}/avaus`, roundPages.opening],
    [isManager(visit) && round.kind !== 'imported' && ['result', 'archived'].includes(phase), `${base}/unohtaminen`, visit.words.forgetting.title],
    [true, `${base}/vertailu`, visit.words.counting.comparison.planTitle],
    [['counting', 'result', 'archived'].includes(phase) && isManager(visit) && round.kind !== 'imported', `${base}/laskenta`, roundPages.count],
    [isManager(visit) && round.kind === 'regular' && phase !== 'result' && phase !== 'archived', `/hallinta/kierros/uusi?malli=${round.slug}&harjoitus=1`, roundPages.rehearse],
    [isManager(visit) && round.kind !== 'rehearsal', `/hallinta/kierros/uusi?malli=${round.slug}`, roundPages.copy],
  ]
  return html`<ul class="link-list">${shown.filter(([on]) => on).map(([, path, label]) => html`<li><a href="${visit.href(path)}">${label}</a></li>`)}</ul>`
}

/** The rehearsals of a round, and of a rehearsal its round. */
async function rehearsals(rooms: Rooms, visit: Visit, round: Round): Promise<Html> {
  const related = (await rooms.rounds.list()).filter(({ id, rehearsalOf }) => rehearsalOf === round.id || id === round.rehearsalOf)
  if (related.length === 0) return html``
  const { round: words } = visit.words.staff
  return html`<h2>${round.kind === 'rehearsal' ? visit.words.running.keys.roundLabel : words.rehearsals}</h2>
<ul class="rows">${related.map((each) => html`<li><a href="${visit.href(`/hallinta/kierros/${each.slug}`)}">${roundName(visit, each)}</a>
<span class="tag" data-color="info">${visit.words.common.phases[rooms.rounds.phase(each)]}</span></li>`)}</ul>`
}

export function roundPages({ rooms, get }: Site): void {
  get('/hallinta/kierros/:slug', OFFICE, async (visit) => {
    const round = await roundIn(rooms, visit)
    const { round: words, home } = visit.words.staff
    const moves = await rooms.rounds.closingMoves(round)
    const done = DONE.find((each) => each === queryOf(visit, 'tehty'))
    return staffPage(visit, {
      title: roundName(visit, round), back: ['/hallinta', home.title], round, ...(done ? { done: words.done[done] } : {}),
      main: html`<h1>${roundName(visit, round)}</h1>
<p class="marks"><span class="tag" data-color="info">${visit.words.common.phases[rooms.rounds.phase(round)]}</span></p>
<div class="two"><div>${readiness(rooms, visit, round)}${freezeNotice(rooms, visit, round)}
<h2>${words.times}</h2><dl class="pairs">${TIMES.map((name) => pair(words.fields[name], `${visit.format.weekday(round[name])} ${visit.words.common.at} ${visit.format.time(round[name])}`))}</dl>
${moves.map(({ from, to, reason }) => html`<p class="said">${words.moved(momentOf(visit, from), momentOf(visit, to))} ${reason}</p>`)}
<h2>${words.rules}</h2>${ruleList(visit, round)}</div>
<div><h2>${words.pages}</h2>${links(rooms, visit, round)}
${await rehearsals(rooms, visit, round)}</div></div>`,
    })
  })
}
