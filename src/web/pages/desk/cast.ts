import { Fault } from '../../../kernel/index.ts'
import { LANGUAGES, RefusedError } from '../../../platform/http/index.ts'
import type { ProposalView } from '../../../proposals/index.ts'
import { PICKS_SENT_MAX } from '../../../urn/index.ts'
import { bytesOf, evenSized, filling } from '../../even-size/index.ts'
import { type Html, html } from '../../html/index.ts'
import { inLanguage, roundName, roundPath } from '../../rounds/index.ts'
import { addressOf, type Answer, type Site, type Visit } from '../../site/index.ts'
import { wordsOf } from '../../words/index.ts'
import { deskPage, formFields, isOnScreen, otherFormPage, type Place, refusedPage } from './frame.ts'
import { placeOf } from './place.ts'
import { clerkOf, type DeskForm, type Sitting, type Slip } from './sitting.ts'

type PersonForm = (visit: Visit, place: Place) => Html

/** The numbers as the check page shows and sends them. */
function numbersOn({ picks }: DeskForm): string {
  return picks.join(' ')
}

function line(visit: Visit, proposal: ProposalView): Html {
  return html`
<li><span><strong class="desk-number">${proposal.number}</strong> ${inLanguage(visit, proposal.title)}</span> <span class="sum">${visit.format.cost(proposal)}</span></li>`
}

/** The very vote that the page shows. `by` are the ids of what is heard with the button. */
function castForm(visit: Visit, form: DeskForm, by: string): Html {
  return html`<form method="post" action="${visit.href('/piste/tarkista')}" data-once data-next="${visit.href('/piste/kuitti')}">
${formFields(form)}<input type="hidden" name="numerot" value="${numbersOn(form)}">
<p class="actions"><button class="ds-button" type="submit" autofocus aria-describedby="${by}">${visit.words.desk.check.submit}</button></p></form>`
}

/** As large for any picks, like the pages of residents. */
function checkPage(visit: Visit, place: Place, form: DeskForm, proposals: readonly ProposalView[]): Html {
  const { desk } = visit.words
  const picked = proposals.filter(({ number }) => form.picks.includes(number))
  const lengthOf = (proposal: ProposalView): number => bytesOf(line(visit, proposal)) + String(proposal.number).length
  return evenSized(picked, { all: proposals, max: place.round.picksMax, lengthOf }, (shown, fill) => deskPage(visit, {
    title: desk.check.title, place, offline: desk.network.cast,
    main: html`<h1>${desk.check.title}</h1>
<div class="ds-alert" data-color="warning" id="ei-kirjattu"><p><strong>${desk.check.notSaved}</strong> ${desk.check.notSavedText}</p></div>
<ul class="rows desk-picks" id="lippu" aria-label="${desk.check.picks}">${shown.map((proposal) => line(visit, proposal))}</ul>
<div id="aanestaja"><p>${desk.check.person} <strong class="desk-hetu">${form.hetu}</strong></p><p>${desk.check.readBack}</p></div>
${form.residence ? html`<p class="quiet">${desk.check.residence}: ${desk.form.residences[form.residence]}</p>` : ''}
${form.reason ? html`<p class="quiet">${desk.form.reason} ${form.reason}</p>` : ''}
${castForm(visit, { ...form, picks: shown.map(({ number }) => number) }, 'ei-kirjattu lippu aanestaja')}
<p><a href="${visit.href('/piste/lomake')}">${desk.check.change}</a></p>
<p><a href="${visit.href(roundPath('/piste', place.round))}">${desk.form.cancel}</a></p>${fill}`,
  }))
}

/**
 * Nobody knows whether it got as far as the urn: the very same form once more, which finds out and can double nothing. It may be
 * shown without a database, so neither round nor proposals are on it, and it is as large as for any numbers that may be sent.
 */
function unknownPage(visit: Visit, form: DeskForm): Html {
  const { desk } = visit.words
  return deskPage(visit, {
    title: desk.unknown.title, place: null, offline: desk.network.cast,
    main: html`<div class="desk-verdict" data-color="warning" id="ei-tiedossa"><h1>${desk.unknown.title}</h1><p>${desk.unknown.text}</p></div>
<p id="aanestaja">${desk.check.person} <strong class="desk-hetu">${form.hetu}</strong></p>
${castForm(visit, form, 'ei-tiedossa aanestaja')}${filling(PICKS_SENT_MAX * '9999 '.length - numbersOn(form).length)}`,
  })
}

/** The slip for the voter: on paper alone, in three languages, for nobody asks a voter at the desk for theirs. */
function slip(visit: Visit, place: Place, { tracker, castOn }: Slip, host: string): Html {
  const all = LANGUAGES.map((language) => ({ language, ...wordsOf(language) }))
  return html`<section class="desk-slip" data-slip>
<p>${roundName(visit, place.round)}, ${place.station.name}, ${visit.format.calendarDay(castOn)}</p>
<p>${all.map(({ language, desk }, i) => html`${i > 0 ? ' · ' : ''}<span lang="${language}">${desk.slip.code}</span>`)}
<strong class="desk-slip-code">${tracker.replace(/.{4}(?=.)/g, '$& ')}</strong></p>
${all.map(({ language, desk, common }) => html`<div lang="${language}"><h2>${desk.slip.title}</h2>
<p>${desk.slip.how(host + addressOf(language, '/tulokset/tarkista'))}</p><p>${desk.slip.secret}</p>
${place.round.kind === 'rehearsal' ? html`<p><strong>${common.rehearsal}.</strong> ${common.rehearsalNotice}</p>` : ''}</div>`)}
</section>`
}

function donePage(visit: Visit, place: Place, done: Slip, personForm: PersonForm, host: string): Html {
  const { desk } = visit.words
  const title = done.corrected ? desk.done.corrected : desk.done.title
  return deskPage(visit, {
    title, place, offline: desk.network.idle,
    main: html`<div class="screen"><div class="desk-verdict" data-color="success" role="status"><h1>${title}</h1><p>${desk.done.text}</p>${done.corrected ? html`<p><strong>${desk.done.takeBack}</strong></p>` : ''}<p>${desk.done.mistake}</p></div>
<p class="desk-print"><span>${desk.done.printHint}</span> <button class="ds-button" data-variant="secondary" data-size="sm" type="button" data-print-again hidden>${desk.done.print}</button></p>
<h2>${desk.done.nextHeading}</h2>
${personForm(visit, place)}</div>
${slip(visit, place, done, host)}`,
  })
}

export function castPages(site: Site, sitting: Sitting, personForm: PersonForm): void {
  const { rooms } = site
  // What is printed leads to our own address, whatever a request says of where it went.
  const host = (): string => new URL(rooms.publicUrl()).host

  site.get('/piste/tarkista', { staff: ['clerk'], quiet: true }, async (visit) => {
    const form = sitting.form(visit)
    if (form === null || form.picks.length === 0) return { redirect: visit.href(form ? '/piste/lomake' : '/piste') }
    const place = await placeOf(rooms, visit, { round: await rooms.rounds.bySlug(form.slug) })
    if (!place.ok) return refusedPage(visit, place.refusal, null)
    const { proposals } = await rooms.proposals.list(visit.staff, form.slug)
    return checkPage(visit, place.value, form, proposals)
  })

  // The same form sent again, after an answer that got lost, is the same vote: the urn knows it by its cast id.
  // What is registered is what the clerk looked at: another tab may have put another form, or other numbers, on the desk.
  site.post('/piste/tarkista', { staff: ['clerk'], quiet: true, limit: 'cast' }, async (visit) => {
    const form = sitting.form(visit)
    const { lomake, numerot } = visit.request.body as { lomake?: unknown; numerot?: unknown }
    const done = form === null ? sitting.slip(visit) : null
    if (done && done.castId === lomake) return { redirect: visit.href('/piste/kuitti') }
    if (!isOnScreen(visit, form) || numerot !== numbersOn(form)) return otherFormPage(visit, form)
    if (form.picks.length === 0) return { redirect: visit.href('/piste/lomake') }
    try {
      return await registered(visit, form)
    } catch (error) {
      if ((error instanceof Fault && error.code !== 'unavailable') || error instanceof RefusedError) throw error
      // The form stays in the clerk's browser, and with it the cast id, by which the urn knows the vote.
      visit.request.log.error({ err: error, code: 'unavailable' })
      visit.reply.header('retry-after', '5')
      return { page: unknownPage(visit, form), status: 503 }
    }
  })

  async function registered(visit: Visit, form: DeskForm): Promise<Answer> {
    const place = await placeOf(rooms, visit, { round: await rooms.rounds.bySlug(form.slug) })
    if (!place.ok) return refusedPage(visit, place.refusal, null)
    const { hetu, picks, castId, replaces, residence, reason } = form
    const receipt = await rooms.stations.register(clerkOf(visit), form.slug, {
      hetu, picks, castId, replaces, residence: residence ?? undefined, correctionReason: reason,
    })
    if (!receipt.ok) return refusedPage(visit, receipt.refusal, place.value)
    sitting.clearForm(visit)
    const { tracker, castOn } = receipt.value
    sitting.keepSlip(visit, { clerk: clerkOf(visit).id, slug: form.slug, castId, tracker, castOn, corrected: replaces > 0 })
    return { redirect: visit.href('/piste/kuitti') }
  }

  // No slip, but a form: it was not registered, say because the session had ended, and waits to be sent.
  site.get('/piste/kuitti', { staff: ['clerk'], quiet: true }, async (visit) => {
    const done = sitting.slip(visit)
    if (done === null) return { redirect: visit.href(sitting.form(visit) ? '/piste/tarkista' : '/piste') }
    const place = await placeOf(rooms, visit, { round: await rooms.rounds.bySlug(done.slug) })
    return place.ok ? donePage(visit, place.value, done, personForm, host()) : refusedPage(visit, place.refusal, null)
  })
}
