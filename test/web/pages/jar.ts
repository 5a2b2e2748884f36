import { parse } from 'node-html-parser'
import type { StaffActor } from '../../../src/identity/index.ts'
import { ORIGIN, staffHeaders, type World } from '../../support/index.ts'

type Fields = Readonly<Record<string, string | readonly string[]>>

/** Somebody of staff at a browser without scripts, which keeps its cookies: what a form leaves there comes back. */
export async function browserOf(world: World, actor: StaffActor) {
  const headers = await staffHeaders(world, actor)
  const jar = new Map([headers.cookie!.split(/=(.*)/s).slice(0, 2) as [string, string]])

  async function go(method: 'GET' | 'POST', url: string, fields?: Fields) {
    const entries = Object.entries(fields ?? {}).flatMap(([name, value]) =>
      (typeof value === 'string' ? [[name, value]] : value.map((each) => [name, each])) as [string, string][])
    const response = await world.app.inject({
      method, url,
      headers: {
        origin: ORIGIN, cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(method === 'POST' ? { payload: new URLSearchParams(entries).toString() } : {}),
    })
    for (const { name, value } of response.cookies) {
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    const dom = parse(response.body)
    return {
      status: response.statusCode, to: response.headers.location as string | undefined, headers: response.headers,
      body: response.body, dom, text: (dom.querySelector('main') ?? dom).text.replaceAll('\u00A0', ' ').replace(/\s+/g, ' '),
      heading: dom.querySelector('h1')?.text ?? '',
    }
  }

  return {
    jar,
    get: (url: string) => go('GET', url),
    post: (url: string, fields: Fields = {}) => go('POST', url, fields),
    /** Sends a form and goes where it leads. */
    send: async (url: string, fields: Fields = {}) => {
      const { status, to } = await go('POST', url, fields)
      return { ...await go('GET', to ?? '/'), sent: status }
    },
  }
}
