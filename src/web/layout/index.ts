import type { FieldError } from '../../kernel/index.ts'
import { type Language, LANGUAGES } from '../../platform/http/index.ts'
import { asset } from '../assets/index.ts'
import { type Html, html } from '../html/index.ts'
import { addressOf, type Visit } from '../site/index.ts'
import { unsavedNotice } from '../unsaved/index.ts'
import { wordsOf } from '../words/index.ts'
import { errorId, errorSummary, fieldError, fieldId, nameField } from './errors.ts'

export { errorId, fieldError, fieldId, fieldMessage, nameField, summaryBox } from './errors.ts'

export type NavItem = 'ideas' | 'vote' | 'results' | 'about' | 'staff' | 'desk'

const PATHS: Readonly<Record<NavItem, string>> = {
  ideas: '/ideat', vote: '/aanesta', results: '/tulokset', about: '/tietoa', staff: '/hallinta', desk: '/piste',
}

export type PageParts = {
  /** The page's own title, the same as its h1 or close to it. */
  readonly title: string
  readonly main: Html
  readonly nav?: NavItem
  /** Inside the voting flow and at the desk: no menu, nothing to stray to. */
  readonly slim?: boolean
  /** What is wrong with a form that came back: told before everything else, and the title says so first. */
  readonly errors?: readonly FieldError[]
  /** It came back for another reason, which the page itself tells. */
  readonly hasErrors?: boolean
  /** The whole width, for cards and tables; text alone reads better narrow. */
  readonly wide?: boolean
  /** Scripts of this page beside the service's own, by file name in `web/assets`. Nothing may depend on them. */
  readonly scripts?: readonly string[]
}

function languageLinks(visit: Visit): Html {
  const query = visit.request.method === 'GET' ? visit.request.url.split('?')[1] : undefined
  const link = (language: Language): Html => {
    const name = language.toUpperCase()
    const full = wordsOf(language).common.languageName
    const address = addressOf(language, visit.path) + (query ? `?${query}` : '')
    return html`<li><a href="${address}" hreflang="${language}" lang="${language}"${language === visit.language
      ? html` aria-current="true"` : ''}>${name}<span class="ds-sr-only"> ${full}</span></a></li>`
  }
  return html`<ul class="languages" aria-label="${visit.words.common.languages}">${LANGUAGES.map(link)}</ul>`
}

function menu(visit: Visit, current: NavItem | undefined): Html {
  const items: NavItem[] = ['ideas', 'vote', 'results', 'about']
  if (visit.staff?.roles.some((role) => role !== 'clerk')) items.push('staff')
  if (visit.staff?.roles.includes('clerk')) items.push('desk')
  return html`<nav class="menu" aria-label="${visit.words.common.mainNavigation}"><ul>${items.map((item) => html`
    <li><a href="${visit.href(PATHS[item])}"${item === current ? html` aria-current="page"` : ''}>${
      visit.words.common.nav[item]}</a></li>`)}</ul></nav>`
}

const ARMS = html`<svg class="arms" viewBox="0 0 32 40" width="32" height="40" aria-hidden="true" focusable="false">
  <path class="arms-field" d="M0 0h32v26c0 7-7 11-16 14C7 37 0 33 0 26z"/>
  <path class="arms-wave" d="M5 18c4-5 7-5 11 0s7 5 11 0M5 26c4-5 7-5 11 0s7 5 11 0"/></svg>`

/** A whole page: head, header with the language links and the menu, main content and footer. */
export function page(visit: Visit, parts: PageParts): Html {
  const { common } = visit.words
  const { errors = [] } = parts
  const title = `${errors.length > 0 || parts.hasErrors ? `${common.errorPrefix}: ` : ''}${parts.title} – ${common.titleSuffix}`
  return html`<!doctype html>
<html lang="${visit.language}" data-color-scheme="auto">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<meta name="description" content="${visit.words.front.description}">
<meta name="color-scheme" content="light dark">
<link rel="preload" href="${asset('source-sans-3.woff2')}" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="${asset('osbu.css')}">
<link rel="icon" href="${asset('icon.svg')}" type="image/svg+xml">
${['osbu.js', ...(parts.scripts ?? [])].map((name) => html`<script src="${asset(name)}" type="module"></script>`)}
</head>
<body>
<a class="ds-skip-link skip" href="#sisalto">${common.skip}</a>
<header class="top"><div class="inside">
<a class="brand" href="${visit.href('/')}">${ARMS}<span><strong>${common.town}</strong><span>${common.service}</span></span></a>
${parts.slim ? '' : menu(visit, parts.nav)}
${languageLinks(visit)}
</div></header>
${parts.slim ? '' : unsavedNotice(visit)}
<main id="sisalto" tabindex="-1" class="inside${parts.wide ? ' wide' : ''}">
${errorSummary(visit, errors)}${parts.main}
</main>
${parts.slim ? '' : footer(visit)}
</body>
</html>`
}

function footer(visit: Visit): Html {
  const { footer: words, signOut, signedInStaff } = visit.words.common
  const signedIn = visit.resident !== null || visit.staff !== null
  return html`<footer class="bottom"><div class="inside">
<ul>
<li><a href="${visit.href('/tietoa')}">${words.about}</a></li>
<li><a href="${visit.href('/tietoa/tietosuoja')}">${words.privacy}</a></li>
<li><a href="${visit.href('/tietoa/saavutettavuus')}">${words.accessibility}</a></li>
<li><a href="${visit.href('/tietoa/palaute')}">${words.feedback}</a></li>
<li><a href="/api/docs">${words.openData}</a></li>
</ul>
${signedIn ? html`<form method="post" action="${visit.href('/uloskirjautuminen')}">
${visit.staff ? html`<span>${signedInStaff(visit.staff.name)}</span>` : ''}
<button class="ds-button" data-variant="tertiary" data-size="sm" type="submit">${signOut}</button></form>` : ''}
<p>${words.owner}</p>
</div></footer>`
}

export type FieldParts = {
  readonly name: string
  readonly label: string
  /** What the summary of errors calls it, where the label alone would not tell. */
  readonly named?: string
  readonly hint?: string
  readonly value?: string | undefined
  readonly errors?: readonly FieldError[]
  readonly type?: 'text' | 'email' | 'number' | 'search' | 'datetime-local' | 'date'
  readonly rows?: number
  readonly autocomplete?: string
  readonly inputmode?: 'numeric' | 'text' | 'email'
  readonly maxlength?: number
  readonly optional?: boolean
}

/** A labelled text field, one line or several, with hint and error where they belong. */
export function textField(visit: Visit, parts: FieldParts): Html {
  const id = fieldId(parts.name)
  const error = parts.errors?.find(({ field }) => field === parts.name)
  nameField(visit, parts.name, parts.named ?? parts.label)
  const described = [parts.hint ? `${id}-ohje` : '', error ? errorId(parts.name) : ''].filter((part) => part !== '').join(' ')
  const shared = html`class="ds-input" id="${id}" name="${parts.name}"${described ? html` aria-describedby="${described}"` : ''}${
    error ? html` aria-invalid="true"` : ''}${parts.maxlength ? html` maxlength="${parts.maxlength}"` : ''}${
    parts.autocomplete ? html` autocomplete="${parts.autocomplete}"` : ''}${parts.inputmode ? html` inputmode="${parts.inputmode}"` : ''}`
  return html`<div class="ds-field">
<label class="ds-label" for="${id}">${parts.label}${parts.optional ? html` <span class="optional">(${visit.words.common.optional})</span>` : ''}</label>
${parts.hint ? html`<p class="hint" id="${id}-ohje">${parts.hint}</p>` : ''}
${fieldError(visit, error)}
${parts.rows
    ? html`<textarea ${shared} rows="${parts.rows}">${parts.value ?? ''}</textarea>`
    : html`<input ${shared} type="${parts.type ?? 'text'}" value="${parts.value ?? ''}">`}
</div>`
}

/** `Vaihe 2/4: Valitse` with its bar. The bar is a picture of the words, so it says nothing itself. */
export function steps(visit: Visit, now: number, names: readonly string[]): Html {
  return html`<p class="steps">${visit.words.common.step(now, names.length, names[now - 1] ?? '')}</p>
<div class="steps-bar" aria-hidden="true">${names.map((_, i) => html`<span${i < now ? html` class="done"` : ''}></span>`)}</div>`
}

/** Says on every page of a rehearsal that it is one. */
export function rehearsalNotice(visit: Visit, round: { readonly kind: string }): Html {
  if (round.kind !== 'rehearsal') return html``
  return html`<div class="ds-alert" data-color="warning"><p><strong>${visit.words.common.rehearsal}.</strong> ${visit.words.common.rehearsalNotice}</p></div>`
}

/** Links to the pages of a long list. Nothing when there is one page. */
export function pagination(visit: Visit, now: { page: number; pages: number }, address: (page: number) => string): Html {
  if (now.pages <= 1) return html``
  const { label, previous, next, page: pageWord } = visit.words.common.pages
  return html`<nav class="ds-pagination" aria-label="${label}"><ul>
${now.page > 1 ? html`<li><a class="ds-button" data-variant="tertiary" href="${address(now.page - 1)}">${previous}</a></li>` : ''}
<li><span aria-current="page">${pageWord(now.page)} / ${now.pages}</span></li>
${now.page < now.pages ? html`<li><a class="ds-button" data-variant="tertiary" href="${address(now.page + 1)}">${next}</a></li>` : ''}
</ul></nav>`
}
