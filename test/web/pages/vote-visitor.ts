import { type HTMLElement, parse } from 'node-html-parser'
import type { Person } from '../../../src/identity/index.ts'
import { ORIGIN, person, type World } from '../../support/index.ts'

export type Page = {
  status: number
  /** Where a redirect leads, with path and query. */
  location: string | null
  headers: Record<string, unknown>
  text: string
  root: HTMLElement
}

export type Fields = Readonly<Record<string, string | readonly string[]>>

/** A browser without scripts: cookies, links and forms. `requested` are the addresses that it asked for. */
export function visitorOf(world: World) {
  const jar = new Map<string, string>()
  const requested: string[] = []

  async function ask(method: 'GET' | 'POST', url: string, payload?: string): Promise<Page> {
    requested.push(url)
    const response = await world.app.inject({
      method, url,
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '), origin: ORIGIN, accept: 'text/html',
        ...(payload === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(payload === undefined ? {} : { payload }),
    })
    for (const cookie of response.cookies) {
      if (cookie.value === '' || cookie.maxAge === 0) jar.delete(cookie.name)
      else jar.set(cookie.name, cookie.value)
    }
    return {
      status: response.statusCode, location: response.headers.location ?? null, headers: response.headers,
      text: response.body, root: parse(response.body),
    }
  }

  const get = (url: string): Promise<Page> => ask('GET', url)

  function post(url: string, fields: Fields = {}): Promise<Page> {
    const body = new URLSearchParams()
    for (const [name, value] of Object.entries(fields)) for (const each of [value].flat()) body.append(name, each)
    return ask('POST', url, body.toString())
  }

  /** Follows redirects inside the service to the page that they end on. */
  async function land(first: Page): Promise<Page> {
    let page = first
    for (let step = 0; page.location !== null && step < 6; step++) page = await get(page.location)
    return page
  }

  async function signIn(who: number | Person): Promise<void> {
    const { cookie } = await world.identity.signInResident(typeof who === 'number' ? person(who) : who)
    const [name, value] = cookie.split(/=(.*)/s)
    jar.set(name!, value!)
  }

  /** Another tab of the same browser shares everything; a copy keeps what is there now. */
  function snapshot(): () => void {
    const before = new Map(jar)
    return () => {
      jar.clear()
      for (const [name, value] of before) jar.set(name, value)
    }
  }

  return { get, post, land, signIn, jar, requested, snapshot }
}

export type Visitor = ReturnType<typeof visitorOf>

/** The fields of a form as a browser would send them, untouched. */
export function fieldsOf(form: HTMLElement): Record<string, string[]> {
  const fields: Record<string, string[]> = {}
  for (const input of form.querySelectorAll('input')) {
    const boxed = input.getAttribute('type') === 'checkbox'
    if (boxed && !input.hasAttribute('checked')) continue
    const name = input.getAttribute('name')!
    ;(fields[name] ??= []).push(input.getAttribute('value') ?? '')
  }
  return fields
}

export const text = (element: HTMLElement | null): string => element?.textContent.replace(/\s+/g, ' ').trim() ?? ''
export const ticked = (page: Page): string[] => fieldsOf(page.root.querySelector('form[data-choose]')!).pick ?? []
export const order = (page: Page): string[] => page.root.querySelectorAll('input[name=pick]').map((box) => box.getAttribute('value')!)
export const tracker = (page: Page): string => text(page.root.querySelector('.tracker'))

/** Presses the button on the check page. */
export function confirm(visitor: Visitor, page: Page): Promise<Page> {
  const form = page.root.querySelector('form[data-cast]')!
  return visitor.post(form.getAttribute('action')!, fieldsOf(form))
}
