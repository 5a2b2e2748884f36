import { Fault, type FieldError } from '../../../kernel/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { closeDaySchema, type StationToday } from '../../../stations/index.ts'
import { type Html, html } from '../../html/index.ts'
import { textField } from '../../layout/index.ts'
import { roundName, roundPath } from '../../rounds/index.ts'
import { readForm, type Rooms, type Site, type Typed, type Visit } from '../../site/index.ts'
import { deskPage, type Place, refusedPage } from './frame.ts'
import { fieldErrorsOfFault } from './place.ts'
import { clerkOf, deskRound } from './sitting.ts'

const FIGURES = ['counted', 'spoiled', 'returned'] as const

/** The round whose day is closed: the one that is named or open, else the one whose paper ended last. */
async function roundOfDay(rooms: Rooms, named: unknown): Promise<Round> {
  const found = await deskRound(rooms, named)
  if (found) return found.round
  const now = rooms.clock.now()
  const [last] = (await rooms.rounds.list()).filter((round) => round.kind === 'regular' && round.paperUntil <= now)
    .toSorted((a, b) => b.paperUntil.getTime() - a.paperUntil.getTime())
  if (!last) throw new Fault('not_found')
  return last
}

function sheet(visit: Visit, { station, day, registered, closed }: StationToday, round: Round): Html {
  const { day: words } = visit.words.desk
  if (closed === null) return html``
  const difference = closed.counted - closed.registered
  const signed = difference > 0 ? `+${visit.format.number(difference)}` : visit.format.number(difference)
  return html`<section class="day-sheet" aria-labelledby="laskelma">
<h2 id="laskelma" class="screen">${words.sheet}</h2>
<p>${roundName(visit, round)}. ${words.lead(`${station.name}, ${station.address}`, visit.format.calendarDay(day))}</p>
<dl class="rows">
<div><dt>${words.registered}</dt><dd class="sum">${visit.format.number(closed.registered)}</dd></div>
${FIGURES.map((name) => html`<div><dt>${words[name]}</dt><dd class="sum">${visit.format.number(closed[name])}</dd></div>`)}
</dl>
<p><strong>${difference === 0 ? words.agrees : words.differs(signed)}</strong></p>
${closed.note ? html`<p>${words.explanation}: ${closed.note}</p>` : ''}
<p class="day-signature">${words.signature} (${clerkOf(visit).name})</p>
<p class="desk-print screen"><span>${words.printHint}</span> <button class="ds-button" data-variant="secondary" data-size="sm" type="button" data-print-again hidden>${words.print}</button></p>
${registered === closed.registered ? '' : html`<div class="ds-alert screen" data-color="warning"><p>${words.changed(registered)}</p></div>`}
</section>`
}

function dayPage(visit: Visit, round: Round, today: StationToday, errors: readonly FieldError[] = [], typed: Typed = {}): Html {
  const { desk } = visit.words
  const { day: words } = desk
  const { station, day, registered, closed } = today
  const place: Place = { round, station }
  const form = html`<p class="lead">${words.lead(station.name, visit.format.calendarDay(day))}</p>
<dl class="facts"><div><dt>${words.registered}</dt><dd>${visit.format.number(registered)}</dd></div></dl>
<form method="post" action="${visit.href('/piste/paiva')}" novalidate data-once>
<input type="hidden" name="kierros" value="${round.slug}">
${FIGURES.map((name) => textField(visit, {
    name, label: words[name], ...(name === 'counted' ? { hint: words.countedHint } : {}), errors, inputmode: 'numeric',
    value: typed[name] ?? (closed ? String(closed[name]) : name === 'counted' ? '' : '0'), autocomplete: 'off',
  }))}
${textField(visit, { name: 'note', label: words.note, hint: words.noteHint, errors, rows: 3, value: typed.note ?? closed?.note ?? '' })}
<p class="actions"><button class="ds-button" type="submit">${closed ? words.edit : words.submit}</button></p>
</form>`
  return deskPage(visit, {
    title: words.title, place, errors, offline: desk.network.idle, atDay: true,
    main: html`<h1>${words.title}</h1>
${closed && errors.length === 0 ? html`<div class="ds-alert screen" data-color="success" role="status"><p>${words.saved}</p></div>` : ''}
${sheet(visit, today, round)}
<div class="screen">${closed && errors.length === 0 ? html`<details class="ds-details"><summary>${words.edit}</summary><div>${form}</div></details>` : form}</div>`,
  })
}

export function dayPages(site: Site): void {
  const { rooms } = site

  site.get('/piste/paiva', { staff: ['clerk'], quiet: true }, async (visit) => {
    const round = await roundOfDay(rooms, (visit.request.query as { kierros?: unknown }).kierros)
    const today = await rooms.stations.today(clerkOf(visit), round.slug)
    return today.ok ? dayPage(visit, round, today.value) : refusedPage(visit, today.refusal, null)
  })

  site.post('/piste/paiva', { staff: ['clerk'], quiet: true }, async (visit) => {
    const round = await roundOfDay(rooms, (visit.request.body as { kierros?: unknown }).kierros)
    const today = await rooms.stations.today(clerkOf(visit), round.slug)
    if (!today.ok) return refusedPage(visit, today.refusal, null)
    const whole = (text: string | undefined): unknown => {
      const trimmed = text?.trim() ?? ''
      return trimmed === '' ? undefined : /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed
    }
    const form = readForm(closeDaySchema, visit.request.body, ({ counted, spoiled, returned, note }) => ({
      counted: whole(counted), spoiled: whole(spoiled), returned: whole(returned), note: note?.trim() ? note : null,
    }))
    if (!form.ok) return { status: 400, page: dayPage(visit, round, today.value, form.errors, form.typed) }
    try {
      const closed = await rooms.stations.closeDay(clerkOf(visit), round.slug, form.value)
      if (!closed.ok) return refusedPage(visit, closed.refusal, null)
    } catch (error) {
      return { status: 400, page: dayPage(visit, round, today.value, fieldErrorsOfFault(error), form.typed) }
    }
    return { redirect: visit.href(roundPath('/piste/paiva', round)) }
  })
}
