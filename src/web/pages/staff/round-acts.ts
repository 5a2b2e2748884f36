import { latestClosing, moveClosingSchema, type Round } from '../../../rounds/index.ts'
import type { FieldError } from '../../../kernel/index.ts'
import { addStationSchema } from '../../../stations/index.ts'
import { type Html, html } from '../../html/index.ts'
import { textField } from '../../layout/index.ts'
import { roundName } from '../../rounds/index.ts'
import { readForm, type Rooms, type Site, type Typed, type Visit } from '../../site/index.ts'
import { attempt, MANAGERS, momentOf, queryOf, refusalText, roundIn, staffOf, staffPage } from './frame.ts'
import { instantOf, localTimeOf, timeErrors } from './local-time.ts'
import { slugOf, timeField } from './round-fields.ts'

type Parts = { readonly typed: Typed; readonly errors?: readonly FieldError[]; readonly problem?: string }

/** The error of a time, its bound as people read times. */
function atMoment(visit: Visit, error: FieldError): FieldError {
  const latest = error.params?.latest
  return latest === undefined ? error : { ...error, params: { latest: momentOf(visit, String(latest)) } }
}

function closingPage(visit: Visit, round: Round, { typed, errors = [], problem }: Parts): Html {
  const { closing: words } = visit.words.staff
  return staffPage(visit, {
    title: words.title, back: [`/hallinta/kierros/${round.slug}`, roundName(visit, round)], round, errors, problem,
    main: html`<h1>${words.title}</h1><p>${words.now(`${visit.format.weekday(round.votingCloseAt)} ${visit.words.common.at} ${visit.format.time(round.votingCloseAt)}`)}</p><p>${words.means}</p>
<form method="post" action="${visit.href(`/hallinta/kierros/${round.slug}/paattyminen`)}" class="narrow" data-once>
${timeField(visit, 'votingCloseAt', words.to, { typed, errors }, words.atMost(momentOf(visit, latestClosing(round))))}
${textField(visit, { name: 'reason', label: words.reason, hint: words.reasonHint, rows: 3, maxlength: 500, value: typed.reason, errors })}
<p class="actions"><button class="ds-button" type="submit">${words.move}</button></p></form>`,
  })
}

function endPage(visit: Visit, round: Round, problem?: string): Html {
  const { ending: words } = visit.words.staff
  return staffPage(visit, {
    title: words.title, back: [`/hallinta/kierros/${round.slug}`, roundName(visit, round)], round, problem,
    main: html`<h1>${words.title}</h1><p>${words.means}</p>
<form method="post" action="${visit.href(`/hallinta/kierros/${round.slug}/harjoituksen-paatos`)}" data-once><p class="actions">
<button class="ds-button" data-color="danger" type="submit">${words.end}</button>
<a class="ds-button" data-variant="secondary" href="${visit.href(`/hallinta/kierros/${round.slug}`)}">${visit.words.common.cancel}</a></p></form>`,
  })
}

async function stationsPage(rooms: Rooms, visit: Visit, round: Round, { typed, errors = [], problem }: Parts): Promise<Html> {
  const { stations: words, roundPages } = visit.words.staff
  const stations = await rooms.stations.list(round.slug)
  return staffPage(visit, {
    title: roundPages.stations, back: [`/hallinta/kierros/${round.slug}`, roundName(visit, round)], round, errors, problem,
    ...(queryOf(visit, 'tehty') === 'lisatty' ? { done: words.added } : {}),
    main: html`<h1>${roundPages.stations}</h1><p>${words.lead}</p>
${stations.length === 0 ? html`<p>${words.none}</p>` : html`<ul class="rows">${stations.map(({ slug, name, address }) => html`<li><span><strong>${name}</strong><br>${address}</span><span class="quiet">clerk:${slug}</span></li>`)}</ul>`}
<h2>${words.add}</h2><form method="post" action="${visit.href(`/hallinta/kierros/${round.slug}/aanestyspisteet`)}" class="narrow" data-once>
${textField(visit, { name: 'name', label: words.name, value: typed.name, errors, maxlength: 100 })}
${textField(visit, { name: 'address', label: words.address, value: typed.address, errors, maxlength: 200, autocomplete: 'off' })}
${textField(visit, { name: 'slug', label: words.slug, hint: words.slugHint, value: typed.slug, errors, maxlength: 60, optional: true })}
<p class="actions"><button class="ds-button" type="submit">${words.add}</button></p></form>`,
  })
}

export function roundActPages({ rooms, get, post }: Site): void {
  get('/hallinta/kierros/:slug/paattyminen', MANAGERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const { day, time } = localTimeOf(round.votingCloseAt)
    return closingPage(visit, round, { typed: { 'votingCloseAt.day': day, 'votingCloseAt.time': time } })
  })

  post('/hallinta/kierros/:slug/paattyminen', MANAGERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const local = (typed: Typed) => ({ day: typed['votingCloseAt.day'] ?? '', time: typed['votingCloseAt.time'] ?? '' })
    const form = readForm(moveClosingSchema, visit.request.body, (typed) => {
      const read = instantOf(local(typed))
      return { votingCloseAt: 'instant' in read ? read.instant : '', reason: typed.reason ?? '' }
    })
    const { typed } = form
    if (!form.ok) {
      const times = timeErrors('votingCloseAt', local(typed))
      const errors = [...times, ...form.errors.filter(({ field }) => times.length === 0 || field !== 'votingCloseAt')]
      return { page: closingPage(visit, round, { typed, errors }), status: 400 }
    }
    const tried = await attempt(() => rooms.rounds.moveClosing(staffOf(visit), round.slug, form.value))
    if ('errors' in tried) return { page: closingPage(visit, round, { typed, errors: tried.errors.map((error) => atMoment(visit, error)) }), status: 400 }
    if (tried.outcome.ok) return { redirect: visit.href(`/hallinta/kierros/${round.slug}?tehty=moved`) }
    return { page: closingPage(visit, round, { typed, problem: refusalText(visit, tried.outcome.refusal) }), status: 409 }
  })

  get('/hallinta/kierros/:slug/harjoituksen-paatos', MANAGERS, async (visit) => endPage(visit, await roundIn(rooms, visit)))

  post('/hallinta/kierros/:slug/harjoituksen-paatos', MANAGERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const outcome = await rooms.rounds.endRehearsal(staffOf(visit), round.slug)
    if (outcome.ok) return { redirect: visit.href(`/hallinta/kierros/${round.slug}?tehty=ended`) }
    return { page: endPage(visit, round, refusalText(visit, outcome.refusal)), status: 409 }
  })

  get('/hallinta/kierros/:slug/aanestyspisteet', MANAGERS, async (visit) =>
    stationsPage(rooms, visit, await roundIn(rooms, visit), { typed: {} }))

  post('/hallinta/kierros/:slug/aanestyspisteet', MANAGERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const form = readForm(addStationSchema, visit.request.body, ({ name = '', address = '', slug = '' }) => (
      { name, address, slug: slug.trim() || slugOf(name) }))
    const { typed } = form
    if (!form.ok) {
      // Without a name there is nothing to make the short name of, and one empty field is one mistake.
      const nameless = !typed.slug?.trim() && form.errors.some(({ field }) => field === 'name')
      const errors = nameless ? form.errors.filter(({ field }) => field !== 'slug') : form.errors
      return { page: await stationsPage(rooms, visit, round, { typed, errors }), status: 400 }
    }
    const tried = await attempt(() => rooms.stations.add(staffOf(visit), round.slug, form.value))
    if ('errors' in tried) return { page: await stationsPage(rooms, visit, round, { typed, errors: tried.errors }), status: 400 }
    if (tried.outcome.ok) return { redirect: visit.href(`/hallinta/kierros/${round.slug}/aanestyspisteet?tehty=lisatty`) }
    return { page: await stationsPage(rooms, visit, round, { typed, problem: refusalText(visit, tried.outcome.refusal) }), status: 409 }
  })
}
