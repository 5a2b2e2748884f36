import { createHash } from 'node:crypto'
import { DEMO_PEOPLE, DEMO_STAFF } from './people.ts'

/**
 * The pages of the demo's provider. They play another organisation's service, in Finnish as Suomi.fi would greet
 * first, and so their words stand here and not among those of Osbu. No scripts, nothing from elsewhere.
 */
const STYLE = `
  :root { color-scheme: light }
  body { font: 1.0625rem/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; margin: 0 }
  main, .demo { max-width: 34rem; margin: 0 auto; padding: 1rem }
  .demo { background: #fff2cc; border-bottom: 4px solid #9a6700; max-width: none }
  .demo p { max-width: 34rem; margin: 0 auto }
  h1 { font-size: 1.5rem; line-height: 1.25 } h2 { font-size: 1.125rem; margin-top: 2rem }
  ul { list-style: none; padding: 0 } li { margin: 0 0 .5rem }
  button { font: inherit; width: 100%; min-height: 3rem; padding: .5rem .75rem; text-align: left; cursor: pointer;
    color: #003479; background: #fff; border: 2px solid #003479; border-radius: 4px }
  button.main { color: #fff; background: #003479; text-align: center }
  button:hover { text-decoration: underline }
  button:focus-visible, input:focus-visible, a:focus-visible { outline: 3px solid #9a6700; outline-offset: 2px }
  input { font: inherit; box-sizing: border-box; width: 100%; min-height: 3rem; padding: .5rem .75rem;
    border: 2px solid #595959; border-radius: 4px; margin: .25rem 0 .75rem }
  .error { color: #a4141e; font-weight: 600; margin: .25rem 0 }
  small { color: #595959 }
`

/** The page needs its own style and its own form, nothing else. */
export const PAGE_POLICY = "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; style-src "
  + `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`

export type LoginError = 'hetu_not_valid' | 'hetu_not_artificial'

const ERRORS: Record<LoginError, string> = {
  hetu_not_valid: 'Tunnus ei ole oikein. Tarkista syntymäaika, välimerkki ja tarkistusmerkki.',
  hetu_not_artificial: 'Demo hyväksyy vain keinotekoisia tunnuksia, joiden yksilönumero on 900–999.',
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="fi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<div class="demo" role="note"><p><strong>Demo.</strong> Tämä ei ole Suomi.fi-tunnistus.
Älä kirjoita tähän kenenkään oikeaa henkilötunnusta.</p></div>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`
}

function choice(name: string, value: string, label: string, note: string): string {
  return `<li><button name="${name}" value="${escapeHtml(value)}">${escapeHtml(label)}<br>`
    + `<small>${escapeHtml(note)}</small></button></li>`
}

const CANCEL = '<form method="post"><p><button name="cancel" value="1">Peruuta</button></p></form>'

export function residentPage(typed = '', error: LoginError | null = null): string {
  const people = DEMO_PEOPLE.map(({ hetu, note }) => choice('hetu', hetu, hetu, note))
  const described = error ? 'hetu-error hetu-hint' : 'hetu-hint'
  return page(error ? 'Virhe: kuka tunnistautuu?' : 'Kuka tunnistautuu?', `
<form method="post"><ul>${people.join('\n')}</ul></form>
<h2>Joku muu testihenkilö</h2>
<form method="post" novalidate>
<label for="hetu">Keinotekoinen henkilötunnus</label>
<div><small id="hetu-hint">Yksilönumero 900–999, esimerkiksi 010190-900P. Kotikunta on Heinola.</small></div>
${error ? `<p class="error" id="hetu-error">${ERRORS[error]}</p>` : ''}
<input id="hetu" name="hetu" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20"
 aria-describedby="${described}"${error ? ' aria-invalid="true"' : ''} value="${escapeHtml(typed)}">
<button class="main">Jatka</button>
</form>
${CANCEL}`)
}

export function staffPage(): string {
  const people = DEMO_STAFF.map(({ id, name, note }) => choice('staff', id, name, note))
  return page('Kuka henkilökunnasta kirjautuu?', `<form method="post"><ul>${people.join('\n')}</ul></form>${CANCEL}`)
}

export function expiredPage(): string {
  return page('Tunnistus vanheni', '<p>Aloita tunnistautuminen alusta. <a href="/">Osbun etusivulle</a></p>')
}
