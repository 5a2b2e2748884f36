import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from '@fastify/type-provider-zod'
import Fastify, { type FastifyBaseLogger } from 'fastify'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { createAudit } from '../../src/audit/index.ts'
import { createIdentity, type Identity, type IdentityDeps } from '../../src/identity/index.ts'
import { Fault } from '../../src/kernel/index.ts'
import { createLogger } from '../../src/platform/logging/index.ts'
import type { Api } from '../../src/platform/http/index.ts'
import { testDatabase } from '../support/index.ts'

export const ROUND = '6f1f5c1e-6a0e-4f0c-9b9e-0d6f8f1d2a10'

/** A clock that stands until it is moved. It starts at the real time, for a token ends by the machine's clock too. */
export function testClock(start = new Date()) {
  let now = start
  return { now: () => now, forward: (seconds: number) => { now = new Date(now.getTime() + seconds * 1000) } }
}

export async function testFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'osbu-identity-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

const STATUSES: Record<string, number> = {
  invalid_request: 400, unauthenticated: 401, forbidden: 403, unavailable: 503,
}

/** Just enough of the app around the room: typed routes, the edge for faults, and routes that each hook guards. */
export function bareApp(identity: Identity, lines: string[] = []): Api {
  const logger: FastifyBaseLogger = createLogger('trace', { write: (line) => { lines.push(line) } })
  // The request lines that `quiet` leaves out in the service are all written here: not even they may tell too much.
  const app = Fastify({ loggerInstance: logger }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler((error, request, reply) => {
    request.log.warn({ err: error }, 'request failed')
    const fault = error instanceof Fault ? error : null
    const code = fault?.code ?? ((error as { validation?: unknown }).validation ? 'invalid_request' : 'defect')
    const status = STATUSES[code] ?? 500
    return reply.code(status).send({
      type: 'about:blank', title: '', status, code, requestId: request.id,
      errors: (fault?.fields ?? []).map(({ field, code }) => ({ field, code, message: '' })),
    })
  })
  const { auth } = identity
  app.get('/for/resident', { onRequest: auth.resident }, async (request) => {
    const { authorKey, votingRights } = auth.residentOf(request)
    return { authorKey: authorKey.toString('base64url'), votingRights }
  })
  app.get('/for/staff', { onRequest: auth.staff() }, async (request) => auth.staffOf(request))
  app.get('/for/moderator', { onRequest: auth.staff('moderator') }, async (request) => auth.staffOf(request))
  app.get('/for/desk', { onRequest: auth.staff('moderator', 'clerk') }, async (request) => auth.staffOf(request))
  return app
}

export async function identityDeps(t: Test, changes: Partial<IdentityDeps> = {}): Promise<IdentityDeps> {
  const db = changes.db ?? await testDatabase(t)
  const clock = changes.clock ?? testClock()
  return {
    db, clock, audit: createAudit({ db, clock }), secretsDir: changes.secretsDir ?? await testFolder(t),
    publicUrl: () => 'http://localhost:3000',
    residents: null, staff: null, allowArtificialHetu: true, demo: true,
    votingRightsOf: async ({ municipality }) => ({
      [ROUND]: {
        voterKey: Buffer.alloc(32, 7).toString('base64url'), refusal: municipality === '111' ? null : 'not_a_resident',
      },
    }),
    ...changes,
  }
}

/** The room in an app that is ready for `inject`. */
export async function identityApp(t: Test, changes: Partial<IdentityDeps> = {}, lines: string[] = []) {
  const deps = await identityDeps(t, changes)
  const identity = await createIdentity(deps)
  const app = bareApp(identity, lines)
  await identity.install(app)
  identity.registerRoutes(app)
  await app.ready()
  t.teardown(() => app.close())
  return { app, identity, deps }
}

/** The same, listening on a free port, with the demo's provider. */
export async function listeningApp(t: Test, changes: Partial<IdentityDeps> = {}, lines: string[] = []) {
  let origin = ''
  const made = await identityApp(t, { publicUrl: () => origin, ...changes }, lines)
  await made.app.listen({ host: '127.0.0.1', port: 0 })
  const address = made.app.server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  origin = `http://localhost:${port}`
  return { ...made, origin, baseUrl: `http://127.0.0.1:${port}` }
}
