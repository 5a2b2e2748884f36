import { setTimeout as sleep } from 'node:timers/promises'
import type { Operation } from '../../test/torture/history.ts'
import type { Voter } from '../../test/torture/voters.ts'

const PAUSE_MS = 60
const PATIENCE_MS = 10_000
const PUBLIC_PATHS = ['/', '/ehdotukset', '/api/rounds'] as const

export type Looks = { own: number; readonly violations: string[] }

/** The highest revision that anybody was told of a person's ballot up to now; 0 for none. */
function acknowledged(history: readonly Operation[], person: number): number {
  return history.reduce((most, each) => (each.person === person ? Math.max(most, each.receipt?.revision ?? 0) : most), 0)
}

/**
 * Looks again and again at what the service says of somebody's own ballot: never less than had been acknowledged when the
 * question was asked, whichever process and database answers.
 */
export async function lookAtOwn(
  door: string, slug: string, voters: readonly Voter[], history: readonly Operation[], isOver: () => boolean,
): Promise<Looks> {
  const looks: Looks = { own: 0, violations: [] }
  for (let i = 0; !isOver(); i++) {
    await sleep(PAUSE_MS)
    const { person, cookie } = voters[i % voters.length]!
    const known = acknowledged(history, person)
    const answer = await fetch(`${door}/api/rounds/${slug}/my-ballot`, { headers: { cookie }, signal: AbortSignal.timeout(PATIENCE_MS) })
      .catch(() => null)
    if (answer?.status !== 200) continue
    const { ballot } = await answer.json() as { ballot: { revision: number } | null }
    looks.own += 1
    const seen = ballot?.revision ?? 0
    if (seen < known) looks.violations.push(`person ${person} was shown revision ${seen} after ${known} was acknowledged`)
  }
  return looks
}

/** The public pages that do not answer with 200. */
export async function failingPages(door: string, slug: string): Promise<string[]> {
  const asked = PUBLIC_PATHS.map(async (path) => {
    const answer = await fetch(`${door}${path}?kierros=${slug}`, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null)
    return answer?.status === 200 ? [] : [`${path}: ${answer?.status ?? 'no answer'}`]
  })
  return (await Promise.all(asked)).flat()
}

/** Somebody of staff at a browser, which keeps its cookies. */
export function browserAt(door: string, origin: string, session: string) {
  const jar = new Map([session.split(/=(.*)/s).slice(0, 2) as [string, string]])
  return async (path: string, fields?: Readonly<Record<string, string>>): Promise<{ status: number; body: string }> => {
    const answer = await fetch(`${door}${path}`, {
      method: fields === undefined ? 'GET' : 'POST', redirect: 'manual',
      headers: { origin, cookie: [...jar].map((pair) => pair.join('=')).join('; ') },
      ...fields === undefined ? {} : { body: new URLSearchParams(fields) },
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
      jar.set(name!, value!)
    }
    return { status: answer.status, body: await answer.text() }
  }
}
