import type { IdeaView } from '../../../ideas/index.ts'
import { Fault, type FieldError } from '../../../kernel/index.ts'
import { changeProposalSchema, createProposalSchema, NUMBER_MAX, type ProposalView } from '../../../proposals/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { flag, type Html, html } from '../../html/index.ts'
import { fieldError, nameField, textField } from '../../layout/index.ts'
import { readForm, type Rooms, type Site, type Typed, valuesOf, type Visit } from '../../site/index.ts'
import { attempt, MODERATORS, numberIn, refusalText, roundIn, staffOf, staffPage } from './frame.ts'
import { centsOf, eurosOf, inEuros } from './money.ts'
import { freeIdeas, mayChange } from './proposals.ts'

type Parts = {
  readonly round: Round
  readonly number: number | null
  readonly typed: Typed
  readonly chosen: ReadonlySet<number>
  readonly ideas: readonly Pick<IdeaView, 'id' | 'title' | 'body' | 'language'>[]
  readonly errors?: readonly FieldError[]
  readonly problem?: string
}

const LANGUAGES = ['fi', 'sv', 'en'] as const

function texts(visit: Visit, { typed, errors = [] }: Parts): Html {
  const { proposals: words, languages } = visit.words.staff
  return html`${LANGUAGES.map((language) => html`<fieldset class="ds-fieldset language"><legend>${languages[language]}</legend>
${textField(visit, { name: `title.${language}`, label: words.fieldTitle, named: `${words.fieldTitle} (${languages[language]})`, value: typed[`title.${language}`], errors, maxlength: 100, optional: language !== 'fi' })}
${textField(visit, { name: `summary.${language}`, label: words.fieldSummary, named: `${words.fieldSummary} (${languages[language]})`, hint: words.summaryHint, rows: 4, value: typed[`summary.${language}`], errors, maxlength: 600, optional: language !== 'fi' })}
</fieldset>`)}`
}

function costs(visit: Visit, { typed, errors = [], round }: Parts): Html {
  const { proposals: words } = visit.words.staff
  return html`<fieldset class="ds-fieldset"><legend>${words.cost}</legend><p class="hint">${words.costHint(visit.format.money(round.envelopeCents))}</p><div class="pair">
${textField(visit, { name: 'costMinCents', label: words.costMin, value: typed.costMinCents, errors, inputmode: 'text' })}
${textField(visit, { name: 'costMaxCents', label: words.costMax, value: typed.costMaxCents, errors, inputmode: 'text' })}</div></fieldset>`
}

function ideaBoxes(visit: Visit, { ideas, chosen, errors = [] }: Parts): Html {
  const { proposals: words, queue } = visit.words.staff
  const wrong = errors.find(({ field }) => field === 'ideaIds')
  nameField(visit, 'ideaIds', words.ideasOf)
  return html`<fieldset class="ds-fieldset" id="ideaIds"><legend>${words.ideasOf}</legend>
${fieldError(visit, wrong)}
<ul class="tick-list">${ideas.map(({ id, title, body, language }) => html`<li><div class="tick"><input type="checkbox" class="ds-input" name="idea" id="idea-${id}" value="${id}"${flag('checked', chosen.has(id))}>
<label for="idea-${id}">${title} <span class="quiet">${queue.number(id)}</span></label></div>
${chosen.has(id) && body ? html`<details class="ds-details"><summary>${words.readIdea}<span class="ds-sr-only">, ${queue.number(id)}</span></summary><div class="paper" lang="${language}">${body}</div></details>` : ''}</li>`)}</ul></fieldset>`
}

function formPage(visit: Visit, parts: Parts): Html {
  const { proposals: words } = visit.words.staff
  const { round, number, errors = [], problem } = parts
  const title = number === null ? words.newTitle : words.editTitle(number)
  const path = number === null ? '/hallinta/ehdotukset/uusi' : `/hallinta/ehdotukset/${round.slug}/${number}`
  return staffPage(visit, {
    title, back: [`/hallinta/ehdotukset?kierros=${round.slug}`, words.back], round, errors, problem,
    main: html`<h1>${title}</h1>
<form method="post" action="${visit.href(path)}" class="narrow" data-once><input type="hidden" name="kierros" value="${round.slug}">
${texts(visit, parts)}${costs(visit, parts)}${ideaBoxes(visit, parts)}
<p class="actions"><button class="ds-button" type="submit">${words.save}</button>
${number === null ? '' : html`<a class="ds-button" data-variant="tertiary" data-color="danger" href="${visit.href(`${path}/poista`)}">${words.remove}</a>`}</p></form>`,
  })
}

/** The proposal that the schema wants, from the texts of the form. A sum that cannot be read is no number. */
function textsOf(typed: Typed) {
  const translated = (field: string): Record<string, string | undefined> => Object.fromEntries(LANGUAGES
    .map((language) => [language, typed[`${field}.${language}`]?.trim() || (language === 'fi' ? '' : undefined)]))
  return {
    title: translated('title'), summary: translated('summary'),
    costMinCents: centsOf(typed.costMinCents ?? '') ?? Number.NaN, costMaxCents: centsOf(typed.costMaxCents ?? '') ?? Number.NaN,
  }
}

function shapeOf(body: unknown) {
  return (typed: Typed): unknown => ({ ...textsOf(typed), ideaIds: valuesOf(body, 'idea').map(Number) })
}

/** What was typed into the form of a proposal that is there already. */
function typedOfProposal({ title, summary, costMinCents, costMaxCents }: ProposalView): Typed {
  return {
    ...Object.fromEntries(LANGUAGES.flatMap((language) => [
      [`title.${language}`, title[language] ?? ''], [`summary.${language}`, summary[language] ?? '']])),
    costMinCents: eurosOf(costMinCents), costMaxCents: eurosOf(costMaxCents),
  }
}

/** The errors of the form by the ids of its fields: of the ideas there is one group. */
function atFields(visit: Visit, errors: readonly FieldError[], typed: Typed): FieldError[] {
  const ours = inEuros(errors, typed, visit.format)
  const ideas = ours.find(({ field }) => field.startsWith('ideaIds'))
  return [...ours.filter(({ field }) => !field.startsWith('ideaIds')), ...(ideas ? [{ ...ideas, field: 'ideaIds', code: ideas.code === 'too_few' ? 'required' : ideas.code }] : [])]
}


export function proposalFormPages({ rooms, get, post }: Site): void {
  async function ideasFor(visit: Visit, round: Round, proposal: ProposalView | null): Promise<Parts['ideas']> {
    const own = await Promise.all((proposal?.ideas ?? []).map(({ id }) => rooms.ideas.read({ staff: staffOf(visit), resident: null }, id)))
    return [...own, ...await freeIdeas(rooms, visit, round)]
  }

  get('/hallinta/ehdotukset/uusi', MODERATORS, async (visit) => {
    const round = await roundOfForm(rooms, (visit.request.query as { kierros?: string }).kierros)
    if (!mayChange(rooms, round)) return { redirect: visit.href(`/hallinta/ehdotukset?kierros=${round.slug}`) }
    const ideas = await ideasFor(visit, round, null)
    const chosen = new Set(valuesOf(visit.request.query, 'idea').map(Number))
    const [first] = ideas.filter(({ id }) => chosen.has(id))
    // The idea's own title is where most titles begin; a summary is written anew.
    const typed = first ? { [`title.${first.language}`]: first.title ?? '' } : {}
    return formPage(visit, { round, number: null, typed, chosen, ideas })
  })

  post('/hallinta/ehdotukset/uusi', MODERATORS, async (visit) => {
    const { body } = visit.request
    const round = await roundOfForm(rooms, (body as { kierros?: string }).kierros)
    const form = readForm(createProposalSchema, body, shapeOf(body))
    const parts = async (more: Pick<Parts, 'errors' | 'problem'>): Promise<Html> => formPage(visit, {
      round, number: null, typed: form.typed, chosen: new Set(valuesOf(body, 'idea').map(Number)), ideas: await ideasFor(visit, round, null), ...more,
    })
    if (!form.ok) return { page: await parts({ errors: atFields(visit, form.errors, form.typed) }), status: 400 }
    const tried = await attempt(() => rooms.proposals.create(staffOf(visit), round.slug, form.value))
    if ('errors' in tried) return { page: await parts({ errors: atFields(visit, tried.errors, form.typed) }), status: 400 }
    if (!tried.outcome.ok) return { page: await parts({ problem: refusalText(visit, tried.outcome.refusal) }), status: 409 }
    return { redirect: visit.href(`/hallinta/ehdotukset?kierros=${round.slug}&tehty=made`) }
  })

  get('/hallinta/ehdotukset/:slug/:number', MODERATORS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const proposal = await rooms.proposals.read(staffOf(visit), round.slug, proposalNumber(visit))
    return formPage(visit, {
      round, number: proposal.number, typed: typedOfProposal(proposal), chosen: new Set(proposal.ideas.map(({ id }) => id)),
      ideas: await ideasFor(visit, round, proposal),
    })
  })

  post('/hallinta/ehdotukset/:slug/:number', MODERATORS, async (visit) => {
    const { body } = visit.request
    const round = await roundIn(rooms, visit)
    const proposal = await rooms.proposals.read(staffOf(visit), round.slug, proposalNumber(visit))
    // A copy in a rehearsal came without ideas and may stay so.
    const form = proposal.ideas.length > 0 || valuesOf(body, 'idea').length > 0
      ? readForm(createProposalSchema, body, shapeOf(body))
      : readForm(changeProposalSchema.omit({ ideaIds: true }), body, (typed) => textsOf(typed))
    const parts = async (more: Pick<Parts, 'errors' | 'problem'>): Promise<Html> => formPage(visit, {
      round, number: proposal.number, typed: form.typed, chosen: new Set(valuesOf(body, 'idea').map(Number)),
      ideas: await ideasFor(visit, round, proposal), ...more,
    })
    if (!form.ok) return { page: await parts({ errors: atFields(visit, form.errors, form.typed) }), status: 400 }
    const tried = await attempt(() => rooms.proposals.change(staffOf(visit), round.slug, proposal.number, form.value))
    if ('errors' in tried) return { page: await parts({ errors: atFields(visit, tried.errors, form.typed) }), status: 400 }
    if (!tried.outcome.ok) return { page: await parts({ problem: refusalText(visit, tried.outcome.refusal) }), status: 409 }
    return { redirect: visit.href(`/hallinta/ehdotukset?kierros=${round.slug}&tehty=changed`) }
  })
}

export function proposalNumber(visit: Visit): number {
  const number = numberIn(visit, 'number')
  if (number > NUMBER_MAX) throw new Fault('not_found')
  return number
}

async function roundOfForm(rooms: Rooms, slug: string | undefined): Promise<Round> {
  if (typeof slug !== 'string' || !/^[a-z0-9-]{1,60}$/.test(slug)) throw new Fault('not_found')
  return rooms.rounds.bySlug(slug)
}
