import type { InjectOptions } from 'fastify'
import type { Test } from 'tap'
import type { Person, StaffActor } from '../../src/identity/index.ts'
import type { FieldError } from '../../src/kernel/index.ts'
import { ORIGIN, person } from '../support/index.ts'
import { testHouse } from './house.ts'

export type Who = StaffActor | Person | null

export const aino = person(1)
export const eero = person(2)

/** The house with its JSON doors. `call` asks as somebody who has just signed in, or as nobody. */
export async function testDoor(t: Test) {
  const house = await testHouse(t)
  const { identity } = house
  const { app } = house

  async function headersOf(who: Who): Promise<Record<string, string>> {
    if (!who) return { origin: ORIGIN }
    const { cookie } = 'kind' in who ? await identity.signInStaff(who) : await identity.signInResident(who)
    return { origin: ORIGIN, cookie }
  }

  async function call(who: Who, method: InjectOptions['method'], url: string, payload?: object) {
    const response = await app.inject({
      method: method!, url, headers: await headersOf(who), ...(payload === undefined ? {} : { payload }),
    })
    return {
      status: response.statusCode, headers: response.headers, text: response.body,
      body: response.body === '' ? null : response.json(),
    }
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

  return { ...house, call, refusal, counts }
}
