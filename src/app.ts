import { randomUUID } from 'node:crypto'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import {
  jsonSchemaTransform, jsonSchemaTransformObject, serializerCompiler, validatorCompiler, type ZodTypeProvider,
} from '@fastify/type-provider-zod'
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { auditRoutes } from './audit/index.ts'
import { createAnswerError } from './errors.ts'
import { ideaRoutes } from './ideas/index.ts'
import { COOKIE_MARK, SECURITY_SCHEMES, securityOf } from './identity/index.ts'
import { Fault } from './kernel/index.ts'
import { moderationRoutes } from './moderation/index.ts'
import { openDataRoutes } from './open-data/index.ts'
import { pendingMigrations } from './platform/database/index.ts'
import { type Api, keepLengths, letIdleConnectionsGo, type Limits, limitRequests, noticeProxy, PATIENCE, type Patience, problems, requireSameOrigin, sendSecurityHeaders } from './platform/http/index.ts'
import type { Logger } from './platform/logging/index.ts'
import type { Metrics } from './platform/metrics/index.ts'
import { answerFromShared, createSharedAnswers, keepShared, type SharedAnswers } from './platform/shared/index.ts'
import { implementationRoutes, proposalRoutes } from './proposals/index.ts'
import { roundRoutes } from './rounds/index.ts'
import type { Services } from './services.ts'
import { stationRoutes } from './stations/index.ts'
import { tallyRoutes } from './tally/index.ts'
import { urnRoutes } from './urn/index.ts'
import { pages } from './web/pages/index.ts'

export type AppDeps = {
  readonly services: Services
  readonly logger: Logger
  readonly publicUrl: () => string
  /** Addresses of proxies whose forwarding headers are believed; null for none. */
  readonly trustProxy: string | null
  /** How much one address and one person may ask; any number where there is none. */
  readonly limits?: Limits
  /** How long a client that sends slowly is waited for. */
  readonly patience?: Patience
  /** Measures the requests, where somebody wants to know. */
  readonly metrics?: Pick<Metrics, 'install'>
  /** Where answers that are the same for everybody are kept; without it each is rendered. */
  readonly shared?: SharedAnswers
}

const BODY_BYTES_MAX = 64 * 1024
/** Two sessions and the drafts of an idea and an answer, all in cookies of one browser, are 24 kilobytes at most. */
const HEADER_BYTES_MAX = 32 * 1024

/**
 * Whoever types the address of a page puts a slash at its end now and then. Only letters, digits and hyphens between single
 * slashes, so that the way on never leads to another host.
 */
const PAGE_WITH_SLASH = /^((?:\/(?!api\/)[\w-]+)+)\/(\?.*)?$/

/** How a request's target begins when it names a host as well, as a client tells it to a proxy (RFC 9112, 3.2.2). */
const HOST_IN_TARGET = /^https?:\/\/[^/?#]*\/?/i

const DESCRIPTION = `The JSON door of Osbu, the participatory budgeting of Heinola.

Sign in by \`GET /api/sign-in/resident\` or \`GET /api/sign-in/staff\`; the session is a cookie. Unsafe requests need an
\`Origin\` header of the service's own. Errors are problem details (RFC 9457) with a \`code\`, the \`requestId\` and, for
wrong input, \`errors\` by field; their texts come in the language of \`Accept-Language\` (fi, sv, en).`

/** For the pages of the API's documents, whose own policy would let styles come from anywhere. */
const DOCS_CSP = "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; img-src 'self' data:"

function installDocs(app: Api): void {
  // Who may enter stands in the hook that lets them in, and is told from there alone.
  app.addHook('onRoute', (route) => {
    const security = securityOf(route.onRequest)
    if (security !== null && route.schema) Object.assign(route.schema, { security })
  })
  app.register(swagger, {
    // Pages are for people; they have no tags and no place in the document of the JSON door.
    hideUntagged: true,
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Osbu', version: '1', description: DESCRIPTION, license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' } },
      components: {
        securitySchemes: SECURITY_SCHEMES,
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: DOCS_CSP, uiConfig: { docExpansion: 'list', validatorUrl: null } })
}

function health(app: Api, { db }: Services): void {
  const ok = z.object({ status: z.literal('ok') })
  app.get('/health', {
    config: { quiet: true },
    schema: { tags: ['operation'], summary: 'Is the process alive?', response: { 200: ok } },
  }, async () => ({ status: 'ok' as const }))

  app.get('/ready', {
    config: { quiet: true },
    schema: { tags: ['operation'], summary: 'Do the database and its schema stand ready?', response: { 200: ok, ...problems } },
  }, async () => {
    const ready = await sql`select 1`.execute(db).then(async () => (await pendingMigrations(db)).length === 0, () => false)
    if (!ready) throw new Fault('unavailable')
    return { status: 'ok' as const }
  })
}

/** The whole service as a Fastify app that does not listen yet. */
export async function createApp(
  { services, logger, publicUrl, trustProxy, limits, metrics, patience = PATIENCE, shared = createSharedAnswers() }: AppDeps,
): Promise<Api> {
  const app: Api = Fastify({
    loggerInstance: logger as FastifyBaseLogger,
    // A line of our own tells less: the route's pattern instead of the address, and nothing of who asked.
    logController: new LogController({ disableRequestLogging: true }),
    // Nor is a logger made for each request: what needs the request's id writes it.
    childLoggerFactory: (own) => own,
    // Pages make their links from the path that was asked for: whoever asks may not put a host into it.
    rewriteUrl: ({ url = '/' }) => url.replace(HOST_IN_TARGET, '/'),
    genReqId: () => randomUUID(),
    bodyLimit: BODY_BYTES_MAX,
    http: { maxHeaderSize: HEADER_BYTES_MAX, headersTimeout: patience.headersMs, connectionsCheckingInterval: patience.checkMs },
    requestTimeout: patience.requestMs,
    connectionTimeout: patience.stillMs,
    routerOptions: { maxParamLength: 200 },
    trustProxy: trustProxy ?? false,
    // What the router refuses before any route is found is answered like everything else.
    frameworkErrors: (error, request, reply) => { answerError(error, request, reply) },
    // Requests under way are answered before the service stops; idle connections are let go.
    forceCloseConnections: 'idle',
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  const answerError = createAnswerError(services.identity.auth)
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((request, reply) => {
    const page = request.method === 'GET' ? PAGE_WITH_SLASH.exec(request.url) : null
    return page ? reply.redirect(`${page[1]}${page[2] ?? ''}`, 308) : answerError(new Fault('not_found'), request, reply)
  })
  answerFromShared(app, shared, COOKIE_MARK)
  // Looking for secrets takes longer than giving a kept answer does, and in these values there cannot be any.
  const lines = logger.child({}, { redact: [] })
  app.addHook('onResponse', async (request, reply) => {
    if (request.routeOptions.config?.quiet) return
    lines.info({
      reqId: request.id, method: request.method, route: request.routeOptions.url ?? 'unknown', status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    }, 'request')
  })

  metrics?.install(app)
  letIdleConnectionsGo(app)

  sendSecurityHeaders(app)
  keepLengths(app)
  // The demo's provider stands for another server, which has forms of its own. Mail programs stop mail by themselves,
  // with a link that nobody else has and without any session.
  requireSameOrigin(app, publicUrl, (url) => url.startsWith('/demo-idp/') || /^(\/sv|\/en)?\/posti\/lopeta\//.test(url))
  await services.identity.install(app)
  if (limits) await limitRequests(app, limits, services.identity.askers)
  if (limits && trustProxy === null) noticeProxy(app, logger)
  // What is told to somebody who is signed in is kept nowhere, unless a route says better.
  app.addHook('onSend', async (request, reply) => {
    if (!reply.hasHeader('cache-control') && services.identity.askers.person(request) !== null) reply.header('cache-control', 'no-store')
  })
  keepShared(app, COOKIE_MARK)
  installDocs(app)

  app.register(async (api: Api) => {
    const { auth } = services.identity
    health(api, services)
    services.identity.registerRoutes(api)
    roundRoutes(api, { rounds: services.rounds, auth })
    ideaRoutes(api, { ideas: services.ideas, auth })
    moderationRoutes(api, { moderation: services.moderation, auth })
    proposalRoutes(api, { proposals: services.proposals, auth })
    implementationRoutes(api, { implementation: services.implementation, auth })
    urnRoutes(api, { urn: services.urn, auth })
    stationRoutes(api, { stations: services.stations, auth })
    tallyRoutes(api, { tally: services.tally, auth })
    openDataRoutes(api, { tally: services.tally, ideas: services.ideas, proposals: services.proposals })
    auditRoutes(api, { audit: services.audit, auth })
    api.get('/api/openapi.json', { config: { shared: true }, schema: { hide: true } }, async () => app.swagger())
  })
  app.register(async (site) => pages(site, { ...services, publicUrl }))
  return app
}
