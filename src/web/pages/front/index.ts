import type { Phase, Round } from '../../../rounds/index.ts'
import { type Html, html } from '../../html/index.ts'
import { page } from '../../layout/index.ts'
import { roundName, roundPath } from '../../rounds/index.ts'
import type { Site, Visit } from '../../site/index.ts'

/** What matters most to somebody who comes by: a vote that can be cast, then an idea that can be sent. */
const URGENCY: readonly Phase[] = ['voting', 'ideas', 'counting', 'review', 'upcoming', 'result', 'archived']

/** Where the one button leads in each phase. */
const DESTINATIONS: Readonly<Record<Phase, string>> = {
  upcoming: '/tietoa', ideas: '/ideat/uusi', review: '/ideat', voting: '/aanesta', counting: '/ehdotukset',
  result: '/tulokset', archived: '/tulokset',
}

type Current = { readonly round: Round; readonly phase: Phase }

function buttonHref(visit: Visit, { round, phase }: Current): string {
  return phase === 'upcoming' ? visit.href('/tietoa') : visit.href(roundPath(DESTINATIONS[phase], round))
}

/** Until when, or from when, in words: weekday, date and time. */
function deadline(visit: Visit, { round, phase }: Current): string {
  const { front } = visit.words
  const say = (sentence: (weekday: string, time: string) => string, at: Date): string =>
    sentence(visit.format.weekday(at), visit.format.time(at))
  switch (phase) {
    case 'upcoming': return say(front.from, round.ideasOpenAt)
    case 'ideas': return say(front.until, round.ideasCloseAt)
    case 'review': return say(front.votingFrom, round.votingOpenAt)
    case 'voting': return say(front.until, round.votingCloseAt)
    case 'counting': return front.resultLater
    default: return ''
  }
}

function hero(visit: Visit, current: Current): Html {
  const { front } = visit.words
  const { round, phase } = current
  return html`<section class="hero">
<h1>${front.open[phase]}</h1>
<p class="lead">${roundName(visit, round)}. ${deadline(visit, current)}</p>
<p class="actions"><a class="ds-button" href="${buttonHref(visit, current)}">${front.buttons[phase]}</a></p>
</section>
<dl class="facts">
<div><dt>${front.facts.envelope}</dt><dd>${visit.format.money(round.envelopeCents)}</dd></div>
<div><dt>${front.facts.picksLabel}</dt><dd>${front.facts.picks(round.picksMin, round.picksMax)}</dd></div>
<div><dt>${front.facts.ageLabel}</dt><dd>${front.facts.age(round.votingAge)}</dd></div>
</dl>`
}

const STEPS = ['ideas', 'review', 'voting', 'result', 'followup'] as const
type Step = (typeof STEPS)[number]

/** The step that a phase belongs to. Before the ideas open there is none. */
const STEP_OF: Readonly<Record<Phase, Step | null>> = {
  upcoming: null, ideas: 'ideas', review: 'review', voting: 'voting', counting: 'result', result: 'followup',
  archived: 'followup',
}

/** When a step is, by the round's own times; the last two have no day before they come. */
function when(visit: Visit, round: Round, step: Step): string {
  const { steps } = visit.words.front
  const { day } = visit.format
  switch (step) {
    case 'ideas': return steps.span(day(round.ideasOpenAt), day(round.ideasCloseAt))
    case 'review': return steps.span(day(round.ideasCloseAt), day(round.votingOpenAt))
    case 'voting': return steps.span(day(round.votingOpenAt), day(round.votingCloseAt))
    case 'result': return round.publishedAt ? day(round.publishedAt) : steps.after(day(round.votingCloseAt))
    case 'followup': return ''
  }
}

function proceeds(visit: Visit, { round, phase }: Current): Html {
  const { front } = visit.words
  return html`<h2>${front.how}</h2>
<ol class="phases">${STEPS.map((step) => html`
<li${STEP_OF[phase] === step ? html` aria-current="step"` : ''}><h3>${front.steps[step]}${STEP_OF[phase] === step ? html` <span class="tag" data-color="success">${front.steps.now}</span>` : ''}</h3>
<p class="when">${when(visit, round, step)}</p><p>${front.steps[`${step}Text`]}</p></li>`)}</ol>
<p><a href="${visit.href('/tietoa')}">${front.more}</a></p>`
}

function otherRounds(visit: Visit, others: readonly Current[]): Html {
  const { front } = visit.words
  if (others.length === 0) return html``
  return html`<h2>${front.others}</h2><ul class="cards">${others.map((current) => html`<li class="card">
<h3>${roundName(visit, current.round)}: ${front.open[current.phase]}</h3>
<p>${deadline(visit, current)}</p>
<p><a href="${buttonHref(visit, current)}">${front.buttons[current.phase]}<span class="ds-sr-only">, ${roundName(visit, current.round)}</span></a></p>
</li>`)}</ul>`
}

function pastRounds(visit: Visit, past: readonly Current[]): Html {
  const { front } = visit.words
  if (past.length === 0) return html``
  return html`<h2>${front.past}</h2><ul>${past.map(({ round }) => html`
<li><a href="${visit.href(roundPath('/tulokset', round))}">${front.pastResult(roundName(visit, round))}</a></li>`)}</ul>`
}

export function frontPages(site: Site): void {
  const { rounds } = site.rooms

  site.get('/', { shared: true }, async (visit) => {
    const all = (await rounds.list()).filter((round) => round.kind !== 'rehearsal')
      .map((round): Current => ({ round, phase: rounds.phase(round) }))
    const byUrgency = all.toSorted((a, b) => URGENCY.indexOf(a.phase) - URGENCY.indexOf(b.phase))
    const [main] = byUrgency
    const isOver = ({ phase }: Current): boolean => phase === 'result' || phase === 'archived'
    return page(visit, {
      title: visit.words.common.service, wide: true,
      main: html`<p class="lead">${visit.words.front.lead}</p>
${main ? hero(visit, main) : html`<h1>${visit.words.common.service}</h1><p>${visit.words.front.none}</p>`}
${main ? proceeds(visit, main) : ''}
${otherRounds(visit, byUrgency.filter((current) => current !== main && !isOver(current)))}
${pastRounds(visit, all.filter((current) => current !== main && isOver(current)))}`,
    })
  })
}
