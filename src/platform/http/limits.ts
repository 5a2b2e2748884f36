import rateLimit from '@fastify/rate-limit'
import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import ipaddr from 'ipaddr.js'
import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
import { present } from '../../kernel/index.ts'
import type { Api } from './api.ts'

const MINUTE_MS = 60_000
/**
 * How many keys each limit remembers at once; whoever has not asked for longest is forgotten first. Each limit is told, for the
 * plugin hands what it was told itself on to none of them; that it takes this is missing in its types.
 */
const MEMORY = { cache: 20_000 }

/**
 * What is limited more strictly than requests as such, each where somebody could wear out or guess something:
 * `person` for each person who is signed in, `anybody` for each of these or else each address, `way` for each way out to a
 * provider. Nobody who does the thing by hand comes near these numbers.
 */
const STRICT = {
  /** The same whether the vote is cast by its voter or registered by a clerk. */
  cast: { by: 'person', max: 60, windowMs: MINUTE_MS },
  idea: { by: 'person', max: 30, windowMs: 10 * MINUTE_MS },
  /** A share that is typed in, at the ceremony or at the opening. */
  share: { by: 'person', max: 30, windowMs: 10 * MINUTE_MS },
  /** An identity code that a clerk asks about. */
  person: { by: 'person', max: 60, windowMs: MINUTE_MS },
  /** A tracker or a hash that somebody looks up. */
  receipt: { by: 'anybody', max: 600, windowMs: MINUTE_MS },
  /** Each way out to a provider allows one way back; the others are tries with codes that failed. */
  return: { by: 'way', max: 5, windowMs: 10 * MINUTE_MS },
} as const
export type LimitName = keyof typeof STRICT

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Which of the stricter limits the route is under. */
    limit?: LimitName
  }
}

export type Limits = {
  /** Requests a minute from one address by people who are not signed in; 0 for any number. */
  readonly perAddress: number
  /** Requests a minute by one person who is signed in, wherever they are; 0 for any number, and no stricter limits. */
  readonly perPerson: number
}

/** Who asks, as texts that are theirs alone; null where there is none. */
export type Askers = {
  readonly person: (request: FastifyRequest) => string | null
  /** The way out to a provider from which a browser comes back. */
  readonly way: (request: FastifyRequest) => string | null
}

/** Too many at once. `seconds` is when to ask again. */
export class TooManyRequests extends Error {
  readonly seconds: number
  /** A vote was in it, and was not taken. */
  readonly wasCast: boolean
  constructor(seconds: number, wasCast: boolean) {
    super('too_many_requests')
    this.name = 'TooManyRequests'
    this.seconds = seconds
    this.wasCast = wasCast
  }
}

/** The part of an address that one household or library has to itself: all of IPv4, the first 64 bits of IPv6. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  return parsed.kind() === 'ipv4' ? parsed.toString() : Buffer.from(parsed.toByteArray().slice(0, 8)).toString('hex')
}

/**
 * Limits requests. Who is signed in has a number of their own, so that people who share an address, as in a library, are
 * never counted together while they vote. Counted is in the memory of this process, under keys that nobody can read back.
 * Register it after sessions and before all routes.
 */
export async function limitRequests(app: Api, limits: Limits, askers: Askers): Promise<void> {
  await app.register(rateLimit, { global: false })
  const secret = createSecretKey(randomBytes(32))
  const tag = (kind: string, text: string): string => createHmac('sha256', secret).update(`${kind} ${text}`).digest('base64url')
  const tagged = (kind: string, text: string | null): string | null => (text === null ? null : tag(kind, text))
  const people = new WeakMap<FastifyRequest, string | null>()
  function person(request: FastifyRequest): string | null {
    const known = people.get(request)
    if (known !== undefined) return known
    const found = tagged('person', askers.person(request))
    people.set(request, found)
    return found
  }
  const address = (request: FastifyRequest): string => tag('address', networkOf(request.ip))
  const keyBy = {
    person,
    way: (request: FastifyRequest): string | null => tagged('way', askers.way(request)),
    anybody: (request: FastifyRequest): string => person(request) ?? address(request),
  }

  function limit(max: number, windowMs: number, keyOf: (request: FastifyRequest) => string | null) {
    // Made once a request, though the limit asks for it again.
    const keys = new WeakMap<FastifyRequest, string>()
    const check = app.createRateLimit({
      ...MEMORY, max, timeWindow: windowMs,
      keyGenerator: (request: FastifyRequest) => present(keys.get(request), 'the key was made'),
    })
    return async (request: FastifyRequest): Promise<void> => {
      const key = keyOf(request)
      if (key === null) return
      keys.set(request, key)
      const found = await check(request)
      if (!found.isAllowed && found.isExceeded) {
        throw new TooManyRequests(found.ttlInSeconds, request.routeOptions.config?.limit === 'cast')
      }
    }
  }

  const perAddress = limits.perAddress > 0
    ? limit(limits.perAddress, MINUTE_MS, (request) => (askers.person(request) === null ? address(request) : null)) : null
  const perPerson = limits.perPerson > 0 ? limit(limits.perPerson, MINUTE_MS, person) : null
  const strict = new Map(Object.entries(STRICT).map(([name, { by, max, windowMs }]) => [name, limit(max, windowMs, keyBy[by])]))

  app.addHook('onRequest', async (request) => {
    await perAddress?.(request)
    if (perPerson === null) return
    await perPerson(request)
    const name = request.routeOptions.config?.limit
    if (name !== undefined) await strict.get(name)!(request)
  })
}

/** Says once that a proxy stands before the service that nobody told it of: all its people would share one address. */
export function noticeProxy(app: Api, log: Pick<FastifyBaseLogger, 'warn'>): void {
  let told = false
  app.addHook('onRequest', async ({ headers }) => {
    if (told || headers['x-forwarded-for'] === undefined) return
    told = true
    log.warn('requests come through a proxy that TRUST_PROXY does not name: all people are counted as one address')
  })
}
