import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from '@fastify/type-provider-zod'
import Fastify, { type FastifyError, type InjectOptions } from 'fastify'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { createIdentity, type Person, type StaffActor } from '../../src/identity/index.ts'
import { ideaRoutes } from '../../src/ideas/index.ts'
import { Fault, type FieldError } from '../../src/kernel/index.ts'
import { moderationRoutes } from '../../src/moderation/index.ts'
import { type Api, fieldErrors, RefusedError } from '../../src/platform/http/index.ts'
import { proposalRoutes } from '../../src/proposals/index.ts'
import { STATUS_AT_DOOR, STATUS_OF_REFUSAL } from '../../src/statuses.ts'
import { testHouse } from './house.ts'

type Told = { code: string; status: number; details?: unknown; fields: readonly FieldError[] }

function problemOf(error: FastifyError): Told {
  if (error instanceof RefusedError) {
    const { code, details } = error.refusal
    return { code, status: STATUS_OF_REFUSAL[code as keyof typeof STATUS_OF_REFUSAL], details, fields: [] }
  }
  if (error instanceof Fault) return { code: error.code, status: STATUS_AT_DOOR[error.code], fields: error.fields }
  if (error.validation) {
    // What was parsed is not at hand here, so a missing field reads as one of the wrong type.
    return { code: 'invalid_request', status: 400, fields: fieldErrors(error.validation as never, {}) }
  }
  const status = error.statusCode ?? 500
  return { code: status >= 500 ? `defect: ${error.message}` : 'invalid_request', status, fields: [] }
}

/** Just enough of the app around the rooms: typed routes, real sessions, and the edge where errors get a status. */
async function openApp(t: Test, house: Awaited<ReturnType<typeof testHouse>>) {
  const secretsDir = await mkdtemp(join(tmpdir(), 'osbu-ideas-'))
  t.teardown(() => rm(secretsDir, { recursive: true, force: true }))
  const identity = await createIdentity({
    db: house.db, clock: house.clock, audit: house.audit, secretsDir, publicUrl: () => 'http://localhost:3000',
    residents: null, staff: null, allowArtificialHetu: true, demo: false, votingRightsOf: async () => ({}),
  })
  const app: Api = Fastify().withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const { code, status, details, fields } = problemOf(error)
    return reply.code(status).send({
      type: 'about:blank', title: '', status, code, requestId: request.id, ...(details ? { details } : {}),
      errors: fields.map(({ field, code }) => ({ field, code, message: '' })),
    })
  })
  await identity.install(app)
  const deps = { ...house, auth: identity.auth }
  ideaRoutes(app, deps)
  moderationRoutes(app, deps)
  proposalRoutes(app, deps)
  await app.ready()
  t.teardown(() => app.close())
  return { app, identity }
}

export type Who = StaffActor | Person | null

export const aino: Person = { hetu: '010280-952L', eidasPid: null, birthDate: '1980-02-01', municipality: '111' }
export const eero: Person = { hetu: '010469-999W', eidasPid: null, birthDate: '1969-04-01', municipality: '111' }

/** The house with its JSON doors. `call` asks as somebody who has just signed in, or as nobody. */
export async function testDoor(t: Test) {
  const house = await testHouse(t)
  const { app, identity } = await openApp(t, house)

  async function cookieOf(who: Who): Promise<Record<string, string>> {
    if (!who) return {}
    return { cookie: ('kind' in who ? await identity.signInStaff(who) : await identity.signInResident(who)).cookie }
  }

  async function call(who: Who, method: InjectOptions['method'], url: string, payload?: object) {
    const response = await app.inject({
      method: method!, url, headers: await cookieOf(who), ...(payload === undefined ? {} : { payload }),
    })
    return { status: response.statusCode, headers: response.headers, text: response.body,
      body: response.body === '' ? null : response.json() }
  }

  /** What a refused call says: its status, its code, and the fields with their codes. */
  async function refusal(who: Who, method: InjectOptions['method'], url: string, payload?: object) {
    const { status, body } = await call(who, method, url, payload)
    const fields = (body.errors ?? []).map((error: FieldError) => `${error.field} ${error.code}`)
    return { status, code: body.code, fields }
  }

  /** How much there is of everything: to see that a refused request changed nothing. */
  async function counts(): Promise<Record<string, number>> {
    const tables = ['idea', 'idea_history', 'proposal', 'proposal_idea'] as const
    const entries = await Promise.all(tables.map(async (table) => [table, (await house.db.selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()).count] as const))
    return Object.fromEntries(entries)
  }

  return { ...house, app, call, refusal, counts, cookieOf }
}
