import type { InjectOptions } from 'fastify'
import type { StaffActor } from '../../src/identity/index.ts'
import { ORIGIN, residentHeaders, staffHeaders, type World } from '../support/index.ts'

/** A resident by their place in the line, a member of staff, or nobody. */
export type Who = number | StaffActor | null

export type Answer = { status: number; headers: Record<string, unknown>; text: string; body: any }

/** The JSON door of a world as different people meet it: `call` asks as somebody who has signed in, or as nobody. */
export function doorOf(world: World) {
  const signedIn = new Map<string, Promise<Record<string, string>>>()

  /** Headers of one session each. Residents sign in anew after `forget`, for rights are given at sign-in. */
  function headersOf(who: Who): Promise<Record<string, string>> {
    if (who === null) return Promise.resolve({ origin: ORIGIN })
    const name = typeof who === 'number' ? `resident ${who}` : who.id
    const known = signedIn.get(name)
    if (known !== undefined) return known
    const headers = typeof who === 'number' ? residentHeaders(world, who) : staffHeaders(world, who)
    signedIn.set(name, headers)
    return headers
  }

  async function call(
    who: Who, method: NonNullable<InjectOptions['method']>, url: string, payload?: unknown, headers: Record<string,
      string> = {},
  ): Promise<Answer> {
    const response = await world.app.inject({
      method, url, headers: { ...await headersOf(who), ...headers },
      ...(payload === undefined ? {} : { payload: payload as object }),
    })
    const json = response.body !== '' && /json/.test(String(response.headers['content-type']))
    return {
      status: response.statusCode, headers: response.headers, text: response.body,
        body: json ? response.json() : response.body,
    }
  }

  return { call, headersOf, forget: () => signedIn.clear() }
}
