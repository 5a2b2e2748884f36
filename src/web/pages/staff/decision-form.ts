import { isLive } from '../../../ideas/index.ts'
import type { DecisionKind } from '../../../moderation/index.ts'
import { flag, type Html, html } from '../../html/index.ts'
import { textField } from '../../layout/index.ts'
import type { Visit } from '../../site/index.ts'
import { stateTag } from './idea-words.ts'
import type { IdeaPageParts } from './idea.ts'

/** How each decision is called in addresses. */
export const SLUGS: Readonly<Record<DecisionKind, string>> = { accept: 'hyvaksy', refuse: 'hylkaa', ask: 'kysy', merge: 'yhdista' }

type Parts = IdeaPageParts & { readonly kind: DecisionKind }

/** The two ways to send a decision off. The first is what Enter does. */
export function decisionButtons(visit: Visit, kind: DecisionKind): Html {
  const { decide } = visit.words.staff
  return html`<p class="actions">
<button class="ds-button" type="submit" name="toiminto" value="julkaise">${decide.publish[kind]}</button>
<button class="ds-button" data-variant="secondary" type="submit" name="toiminto" value="valmistele">${decide.prepare}</button></p>`
}

/** What a decision is made on: the number of acts that were seen, and the prepared decision that it takes the place of. */
export function seenFields({ idea, prepared }: Pick<IdeaPageParts, 'idea' | 'prepared'>): Html {
  return html`<input type="hidden" name="seq" value="${idea.seq}"><input type="hidden" name="replaces" value="${prepared?.revision ?? 0}">`
}

/** Ready sentences. Each is a link to this page with its text filled in; the script fills it without leaving the page. */
function templates(visit: Visit, { idea, kind }: Parts, field: string): Html {
  const { decide, templates: all } = visit.words.staff
  const texts = all[kind]
  if (texts.length === 0) return html``
  return html`<div class="templates"><p id="mallit">${decide.templates}</p><ul aria-labelledby="mallit">${texts.map(({ name, text }, i) => html`
<li><a href="${visit.href(`/hallinta/ideat/${idea.id}?paatos=${SLUGS[kind]}&malli=${i}#paatos`)}" data-fill="${field}" data-text="${text}">${name}</a></li>`)}</ul></div>`
}

function mergeForm(visit: Visit, { idea, similar, typed, errors }: Parts): Html {
  const { decide, queue } = visit.words.staff
  const targets = similar.filter(({ state }) => isLive(state))
  return html`<form method="get" action="${visit.href(`/hallinta/ideat/${idea.id}/yhdista`)}">
${targets.length === 0 ? html`<p>${decide.noTargets}</p>` : html`<fieldset class="ds-fieldset" id="ideaan"><legend class="ds-label">${decide.into}</legend>
${targets.map(({ id, title, state }, i) => html`<div class="tick"><input type="radio" class="ds-input" name="ideaan" id="ideaan-${id}" value="${id}"${
  flag('checked', typed.ideaan === undefined ? i === 0 && targets.length === 1 : typed.ideaan === String(id))}>
<label for="ideaan-${id}">${queue.number(id)}: ${title} ${stateTag(visit, state)}</label></div>`)}</fieldset>`}
${textField(visit, { name: 'numero', label: targets.length === 0 ? decide.number : decide.orNumber, hint: decide.numberHint,
    inputmode: 'numeric', value: typed.numero ?? '', ...(errors ? { errors } : {}) })}
<p class="actions"><button class="ds-button" type="submit">${decide.toPreview}</button></p></form>`
}

/** The form of one decision on an idea. */
export function decisionForm(visit: Visit, parts: Parts): Html {
  const { decide } = visit.words.staff
  const { idea, kind, typed, errors = [] } = parts
  if (kind === 'merge') return mergeForm(visit, parts)
  const field = kind === 'ask' ? 'question' : 'reason'
  return html`<form method="post" action="${visit.href(`/hallinta/ideat/${idea.id}/paatos`)}" data-once>
<input type="hidden" name="kind" value="${kind}">${seenFields(parts)}
${textField(visit, {
    name: field, label: decide.fields[kind], hint: decide.hints[kind], rows: 5, value: typed[field] ?? '', errors,
    maxlength: 1000, optional: kind === 'accept',
  })}
${templates(visit, parts, field)}
${kind === 'refuse' ? html`<div class="tick"><input type="checkbox" class="ds-input" id="textHidden" name="textHidden" aria-describedby="textHidden-ohje"${flag('checked', typed.textHidden === 'on')}>
<label for="textHidden">${decide.textHidden}</label><p class="hint" id="textHidden-ohje">${decide.textHiddenHint}</p></div>` : ''}
${idea.language === visit.language ? '' : html`<p class="quiet">${decide.otherLanguage(visit.words.staff.languages[idea.language])}</p>`}
${decisionButtons(visit, kind)}</form>`
}
