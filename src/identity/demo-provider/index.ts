import { randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Provider } from 'oidc-provider'
import { type Api, quiet } from '../../platform/http/index.ts'
import { present } from '../../kernel/index.ts'
import { parseHetu } from '../domain.ts'
import type { OidcFetch, OidcSettings } from '../oidc.ts'
import type { Audience } from '../sessions.ts'
import { expiredPage, type LoginError, PAGE_POLICY, residentPage, staffPage } from './page.ts'
import { DEMO_PEOPLE, DEMO_STAFF } from './people.ts'

const PREFIX = '/demo-idp'
const LOGIN = `${PREFIX}/login`
const FORM_BYTES_MAX = 2000

const CLIENT_IDS = { resident: 'osbu-residents', staff: 'osbu-staff' } as const

type Choice = { readonly accountId: string } | { readonly error: LoginError } | 'refused'

/** Whom a form of the login page chose. */
function choiceOf(form: URLSearchParams, audience: Audience): Choice {
  if (form.has('cancel')) return 'refused'
  if (audience === 'staff') {
    const staff = DEMO_STAFF.find(({ id }) => id === form.get('staff'))
    return staff ? { accountId: staff.id } : 'refused'
  }
  const parsed = parseHetu(form.get('hetu') ?? '')
  if (!parsed.ok) return { error: 'hetu_not_valid' }
  if (!parsed.value.artificial) return { error: 'hetu_not_artificial' }
  const listed = DEMO_PEOPLE.find(({ hetu }) => hetu === parsed.value.hetu)
  return listed?.signsIn === false ? 'refused' : { accountId: parsed.value.hetu }
}

/**
 * The provider of a demo, inside the service, in place of Suomi.fi and of the town's own: anybody may sign in as any
 * test person. Its library is loaded at the first sign-in, and so never where no demo runs.
 */
export function createDemoProvider(deps: { publicUrl: () => string; redirectUri: (audience: Audience) => string }) {
  const secrets = { resident: randomBytes(32).toString('hex'), staff: randomBytes(32).toString('hex') }
  let building: Promise<Provider> | null = null
  let app: Api | null = null

  function settings(audience: Audience): OidcSettings {
    return {
      issuer: `${deps.publicUrl()}${PREFIX}`, clientId: CLIENT_IDS[audience], clientSecret: secrets[audience],
    }
  }

  async function build(): Promise<Provider> {
    const { buildProvider } = await import('./provider.ts')
    return buildProvider(`${deps.publicUrl()}${PREFIX}`, LOGIN, (['resident', 'staff'] as const).map((audience) => ({
      clientId: CLIENT_IDS[audience], clientSecret: secrets[audience], redirectUri: deps.redirectUri(audience),
    })))
  }

  function provider(): Promise<Provider> {
    building ??= build()
    return building
  }

  /** The provider makes addresses from the request, so it is given the public one, whatever way the request came. */
  function raw(request: FastifyRequest): FastifyRequest['raw'] {
    const { host, protocol } = new URL(deps.publicUrl())
    Object.assign(request.raw.headers, {
      host, 'x-forwarded-host': host, 'x-forwarded-proto': protocol.slice(0, -1),
    })
    return request.raw
  }

  async function interactionOf(request: FastifyRequest, response: Parameters<Provider['interactionDetails']>[1]) {
    try {
      const { params } = await (await provider()).interactionDetails(raw(request), response)
      return params.client_id === CLIENT_IDS.staff ? 'staff' as const : 'resident' as const
    } catch (error) {
      if ((error as Error).name === 'SessionNotFound') return null
      throw error
    }
  }

  /** Puts the provider under its path. Await it on the app itself. */
  async function mount(target: Api): Promise<void> {
    app = target
    await target.register(async (scope) => {
      // The provider reads the body itself, from the socket.
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null))
      scope.route({
        method: ['GET', 'POST'], url: `${PREFIX}/*`, exposeHeadRoute: false,
        config: quiet, schema: { hide: true } as object,
        handler: async (request, reply) => {
          const handle = (await provider()).callback()
          const incoming = raw(request)
          const original = incoming.url ?? ''
          Object.assign(incoming, { originalUrl: original, url: original.slice(PREFIX.length) })
          reply.hijack()
          await handle(incoming, reply.raw)
        },
      })
    })
    await target.register(async (scope) => {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: FORM_BYTES_MAX },
        (_request, body, parsed) => parsed(null, new URLSearchParams(String(body))))
      const options = { config: quiet, schema: { hide: true } as object }

      scope.addHook('onRequest', async (_request, reply) => {
        reply.headers({
          'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store',
          'content-security-policy': PAGE_POLICY,
        })
      })

      scope.get(`${LOGIN}/:uid`, options, async (request, reply) => {
        const audience = await interactionOf(request, reply.raw)
        if (!audience) return reply.code(400).send(expiredPage())
        return reply.send(audience === 'staff' ? staffPage() : residentPage())
      })

      scope.post(`${LOGIN}/:uid`, options, async (request, reply) => {
        const audience = await interactionOf(request, reply.raw)
        if (!audience) return reply.code(400).send(expiredPage())
        const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams()
        const choice = choiceOf(form, audience)
        if (choice !== 'refused' && 'error' in choice) {
          return reply.code(400).send(residentPage(form.get('hetu')?.slice(0, 20), choice.error))
        }
        const result = choice === 'refused'
          ? { error: 'access_denied' } : { login: { accountId: choice.accountId, remember: false } }
        return reply.redirect(await (await provider()).interactionResult(request.raw, reply.raw, result), 303)
      })
    })
  }

  /** Asks the provider without leaving the process: its public address need not be reachable from in here. */
  const fetch: OidcFetch = async (url, { method, headers, body }) => {
    const { pathname, search } = new URL(url)
    const response = await present(app, 'the demo is mounted before anybody signs in').inject({
      method: method as 'GET' | 'POST', url: pathname + search, headers,
      ...(body === undefined || body === null ? {} : { payload: String(body) }),
    })
    return new Response(response.rawPayload.length > 0 ? new Uint8Array(response.rawPayload) : null, {
      status: response.statusCode, headers: { 'content-type': String(response.headers['content-type'] ?? '') },
    })
  }

  return { settings, mount, fetch }
}
