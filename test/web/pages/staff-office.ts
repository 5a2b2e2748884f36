import { type HTMLElement, parse } from 'node-html-parser'
import type { Test } from 'tap'
import type { StaffActor } from '../../../src/identity/index.ts'
import { ORIGIN, staffHeaders, type World } from '../../support/index.ts'

export type Page = { readonly status: number; readonly location: string | undefined; readonly root: HTMLElement; readonly text: string }

type Fields = Readonly<Record<string, string | readonly string[]>>

/** A form's body as a browser sends it. */
function encode(fields: Fields): string {
  return new URLSearchParams(Object.entries(fields).flatMap(([name, value]) =>
    (typeof value === 'string' ? [[name, value]] : value.map((each) => [name, each])) as [string, string][])).toString()
}

/** A member of staff at their browser, without any script. */
export async function visitorOf(world: World, actor: StaffActor | null) {
  const headers = actor ? await staffHeaders(world, actor) : { origin: ORIGIN }
  const toPage = (response: { statusCode: number; headers: Record<string, unknown>; body: string }): Page => {
    const root = parse(response.body)
    return { status: response.statusCode, location: response.headers.location as string | undefined, root, text: root.text.replace(/\s+/g, ' ') }
  }
  return {
    get: async (url: string) => toPage(await world.app.inject({ method: 'GET', url, headers })),
    post: async (url: string, fields: Fields) => toPage(await world.app.inject({
      method: 'POST', url, payload: encode(fields), headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    })),
  }
}

/** What a form would send as it stands, without pressing any named button. */
export function fieldsOf(form: HTMLElement): Record<string, string> {
  const inputs = form.querySelectorAll('input').filter((input) =>
    !['checkbox', 'radio'].includes(input.getAttribute('type') ?? '') || input.hasAttribute('checked'))
  return Object.fromEntries([
    ...inputs.map((input) => [input.getAttribute('name')!, input.getAttribute('value') ?? 'on']),
    ...form.querySelectorAll('textarea').map((area) => [area.getAttribute('name')!, area.text]),
  ])
}

/** What holds of every page: one h1, a title, the language, a label on each field, ids that are there and only once. */
export function holdsOnAnyPage(t: Test, { root }: Page, language: string, name: string): void {
  t.equal(root.querySelector('html')?.getAttribute('lang'), language, `${name}: language`)
  t.equal(root.querySelectorAll('h1').length, 1, `${name}: one h1`)
  t.match(root.querySelector('title')?.text, /.+ – /, `${name}: title`)
  const ids = root.querySelectorAll('[id]').map((element) => element.id)
  t.same(ids.filter((id, i) => ids.indexOf(id) !== i), [], `${name}: every id once`)
  const labelled = new Set(root.querySelectorAll('label').map((label) => label.getAttribute('for')))
  const fields = root.querySelectorAll('input, textarea, select').filter((field) => field.getAttribute('type') !== 'hidden')
  t.same(fields.filter(({ id }) => !labelled.has(id)).map((field) => field.toString()), [], `${name}: labels`)
  const pointed = root.querySelectorAll('[aria-describedby], [aria-labelledby]')
    .flatMap((element) => (element.getAttribute('aria-describedby') ?? element.getAttribute('aria-labelledby') ?? '').split(' '))
  t.same(pointed.filter((id) => !ids.includes(id)), [], `${name}: descriptions`)
  t.notMatch(root.toString(), /undefined|\[object|NaN/, `${name}: nothing leaks`)
  t.same(root.querySelectorAll('[style], main script').length, 0, `${name}: no inline style or script`)
}

/** Every link of the error summary leads to an element of the page. */
export function errorsLead(t: Test, { root }: Page): void {
  const links = root.querySelectorAll('.ds-error-summary a').map((link) => link.getAttribute('href')!)
  t.ok(links.length > 0, 'there is a summary')
  t.same(links.filter((href) => !root.getElementById(href.slice(1))), [], 'its links lead to fields')
  t.match(root.querySelector('title')?.text, /^Virhe: /, 'the title says so first')
}
