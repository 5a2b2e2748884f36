import { type HTMLElement, parse } from 'node-html-parser'
import sharp from 'sharp'
import type { Test } from 'tap'
import type { StaffActor } from '../../../src/identity/index.ts'
import { testHouse } from '../../ideas/house.ts'
import { ORIGIN, residentHeaders, staffHeaders } from '../../support/index.ts'

export type Who = number | StaffActor | null

export type Seen = {
  readonly status: number
  readonly to: string | undefined
  readonly text: string
  readonly dom: HTMLElement
  readonly headers: Record<string, unknown>
  /** The cookies that the answer sets, as the next request carries them. */
  readonly cookies: string
}

/** Fields and perhaps a file, as a browser's form sends them. */
export function multipart(fields: Readonly<Record<string, string>>, file?: { name: string; bytes: Buffer; type?: string }) {
  const boundary = 'osbu-boundary-7d1'
  const part = (head: string, body: Buffer): Buffer =>
    Buffer.concat([Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`), body, Buffer.from('\r\n')])
  const parts = Object.entries(fields).map(([name, value]) => part(`name="${name}"`, Buffer.from(value)))
  const { name = '', bytes = Buffer.alloc(0), type = 'application/octet-stream' } = file ?? {}
  parts.push(part(`name="photo"; filename="${name}"\r\nContent-Type: ${type}`, bytes))
  return {
    payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  }
}

export const picture = (): Promise<Buffer> =>
  sharp({ create: { width: 900, height: 600, channels: 3, background: '#2a6' } }).jpeg().toBuffer()

/** The pages as somebody's browser sees them. */
export async function ideaDoor(t: Test) {
  const house = await testHouse(t)

  async function headersOf(who: Who, cookies: string): Promise<Record<string, string>> {
    const signed: Record<string, string> = who === null ? { origin: ORIGIN }
      : typeof who === 'number' ? await residentHeaders(house, who) : await staffHeaders(house, who)
    const cookie = [signed.cookie, cookies].filter(Boolean).join('; ')
    return { ...signed, ...(cookie ? { cookie } : {}) }
  }

  function seen(response: Awaited<ReturnType<typeof house.app.inject>>): Seen {
    const { location } = response.headers
    return {
      status: response.statusCode, to: typeof location === 'string' ? location : undefined, text: response.body,
      dom: parse(response.body), headers: response.headers,
      cookies: response.cookies.filter(({ value }) => value !== '').map(({ name, value }) => `${name}=${value}`).join('; '),
    }
  }

  return {
    ...house,
    async get(url: string, who: Who = null, cookies = ''): Promise<Seen> {
      return seen(await house.app.inject({ method: 'GET', url, headers: await headersOf(who, cookies) }))
    },
    async post(url: string, who: Who, fields: Readonly<Record<string, string>>, cookies = ''): Promise<Seen> {
      return seen(await house.app.inject({
        method: 'POST', url, payload: new URLSearchParams(fields).toString(),
        headers: { ...await headersOf(who, cookies), 'content-type': 'application/x-www-form-urlencoded' },
      }))
    },
    /** Sends a form that was opened a minute ago, unless its fields say otherwise. */
    async upload(url: string, who: Who, fields: Readonly<Record<string, string>>, file?: Parameters<typeof multipart>[1], cookies = ''): Promise<Seen> {
      const avattu = house.identity.sealedCookie('idea form').seal({ at: house.clock.now().getTime() - 60_000 })
      const { payload, headers } = multipart({ avattu, ...fields }, file)
      return seen(await house.app.inject({ method: 'POST', url, payload, headers: { ...await headersOf(who, cookies), ...headers } }))
    },
  }
}

/** What every page must have, as sentences that are false. Empty when all is well. */
export function faultsOf({ dom }: Pick<Seen, 'dom'>, lang = 'fi'): string[] {
  const faults: string[] = []
  if (dom.querySelectorAll('h1').length !== 1) faults.push(`${dom.querySelectorAll('h1').length} h1`)
  if (dom.querySelector('html')?.getAttribute('lang') !== lang) faults.push('lang')
  if (!dom.querySelector('title')?.text.trim()) faults.push('title')
  const ids = dom.querySelectorAll('[id]').map(({ id }) => id)
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`id ${id} twice`)
  for (const field of dom.querySelectorAll('main input, main select, main textarea')) {
    if (field.getAttribute('type') === 'hidden' || field.closest('[hidden]')) continue
    if (!dom.querySelector(`label[for="${field.id}"]`) && !field.closest('label')) faults.push(`no label: ${field.getAttribute('name')}`)
    for (const id of (field.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean)) if (!ids.includes(id)) faults.push(`no ${id}`)
  }
  for (const image of dom.querySelectorAll('main img')) if (image.getAttribute('alt') === undefined) faults.push('img without alt')
  const summary = dom.querySelector('.ds-error-summary')
  if (summary && !(summary.getAttribute('tabindex') === '-1' && summary.querySelector('> [role=alert]'))) faults.push('a summary nobody hears')
  for (const link of dom.querySelectorAll('.ds-error-summary a')) {
    if (!ids.includes((link.getAttribute('href') ?? '').slice(1))) faults.push(`error link ${link.getAttribute('href')}`)
  }
  // Data for machines stands in a script element too, and is never run.
  const inline = dom.querySelectorAll('script:not([src])').filter((script) => script.getAttribute('type') !== 'application/ld+json')
  if (dom.querySelectorAll('[style]').length > 0 || inline.length > 0) faults.push('inline style or script')
  return faults
}

export const errorsIn = ({ dom }: Pick<Seen, 'dom'>): [string, string][] =>
  dom.querySelectorAll('.ds-error-summary a').map((link) => [link.getAttribute('href')!, link.text])
export const valueIn = ({ dom }: Pick<Seen, 'dom'>, id: string): string | undefined => {
  const field = dom.querySelector(`#${id}`)
  return field?.tagName === 'TEXTAREA' ? field.text : field?.getAttribute('value')
}
export const h1 = ({ dom }: Pick<Seen, 'dom'>): string => dom.querySelector('h1')?.text ?? ''
