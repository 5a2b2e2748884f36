import { setTimeout as sleep } from 'node:timers/promises'
import { type DemoWho, signInByDemo } from '../../identity/index.ts'
import { CommandError } from '../command-error.ts'

/** The service refused a request; the message names it and says why. */
export class AnswerError extends CommandError {
  readonly status: number
  readonly code: string
  constructor(what: string, status: number, code: string, title: string) {
    super(`${what} answered ${status} ${code}: ${title}`)
    this.name = 'AnswerError'
    this.status = status
    this.code = code
  }
}

export type Member = {
  readonly post: <T>(path: string, body?: object) => Promise<T>
  readonly put: <T>(path: string, body: object) => Promise<T>
  /** For requests that name themselves by a cast id: asked again, with the same, until there is an answer. */
  readonly cast: <T>(path: string, body: { castId: string }) => Promise<T>
}

export type Client = ReturnType<typeof createClient>

const TRIES_MAX = 6
const WAIT_MS = 200

type Problem = { code?: string; title?: string; errors?: { field: string; code: string }[] }

/** Network trouble and a service that is busy: asking again may help. */
function isPassing(error: unknown): boolean {
  if (error instanceof AnswerError) return error.status === 503 && error.code === 'unavailable'
  return !(error instanceof CommandError)
}

function told(error: unknown): string {
  const { message, cause } = error as Error
  return cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code || message : message
}

/** Speaks to a running service as its pages do. Connections are kept open; `baseUrl` is the address it prints. */
export function createClient(baseUrl: string) {
  const origin = new URL(baseUrl).origin
  const tried = { again: 0 }

  /** Runs it again after passing trouble, more patiently each time. Only for what may safely happen twice. */
  async function again<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await work()
      } catch (error) {
        if (!isPassing(error)) throw error
        if (tries === TRIES_MAX) throw new CommandError(`${origin} does not answer as it should: ${told(error)}`)
        tried.again++
        await sleep(WAIT_MS * 2 ** (tries - 1))
      }
    }
  }

  async function send(
    method: string, path: string, cookie: string | null, body?: object,
  ): Promise<{ text: string; setCookies: string[] }> {
    const response = await fetch(new URL(path, origin), {
      method,
      headers: {
        origin, 'accept-language': 'en', ...(cookie === null ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (response.ok) return { text, setCookies: response.headers.getSetCookie() }
    let problem: Problem = {}
    try {
      problem = JSON.parse(text) as Problem
    } catch {
      // Not from our service; its status tells enough.
    }
    const fields = (problem.errors ?? []).map(({ field, code }) => ` ${field} ${code}`).join(',')
    const title = `${problem.title ?? text.slice(0, 200)}${fields}`
    throw new AnswerError(`${method} ${path}`, response.status, problem.code ?? 'unknown', title)
  }

  function getText(path: string): Promise<string> {
    return again(async () => (await send('GET', path, null)).text)
  }

  async function get<T>(path: string): Promise<T> {
    return JSON.parse(await getText(path)) as T
  }

  /** A `Cookie` header for somebody, by the demo's provider. A sign-in leaves nothing behind: it may be tried again. */
  function signIn(who: DemoWho): Promise<string> {
    return again(() => signInByDemo({ baseUrl: origin, who }))
  }

  /** A member of the demo's staff, signed in when first needed and again when their session has run out. */
  function staff(id: string): Member {
    let session: Promise<string> | null = null

    async function asMember<T>(method: string, path: string, body?: object): Promise<T> {
      for (let tries = 1; ; tries++) {
        const current = session ??= signIn({ staff: id })
        try {
          const { text, setCookies } = await send(method, path, await current, body)
          const renewed = setCookies.map((line) => line.split(';')[0]!)
            .find((pair) => pair.startsWith('__Host-osbu-staff='))
          if (renewed !== undefined) session = Promise.resolve(renewed)
          return JSON.parse(text) as T
        } catch (error) {
          if (!(error instanceof AnswerError) || error.status !== 401 || tries > 1) throw error
          if (session === current) session = null
        }
      }
    }

    return {
      post: (path, body) => asMember('POST', path, body),
      put: (path, body) => asMember('PUT', path, body),
      cast: (path, body) => again(() => asMember('POST', path, body)),
    }
  }

  async function castAs<T>(cookie: string, path: string, body: { castId: string }): Promise<T> {
    return again(async () => JSON.parse((await send('POST', path, cookie, body)).text) as T)
  }

  return { origin, get, getText, signIn, staff, castAs, retries: () => tried.again }
}
