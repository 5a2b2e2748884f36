import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Db } from '../../src/platform/database/index.ts'

/** All bytes of the files under a folder, name by name: a base backup, or the write-ahead log. */
export function readTree(folder: string): Buffer {
  return Buffer.concat(readdirSync(folder).sort().flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? [readTree(path)] : [readFileSync(path)]
  }))
}

/** Where each needle begins first and last, by the needle as latin1; -1 for one that is not there. A single pass for all. */
export function placesOf(bytes: Buffer, needles: readonly Buffer[]): Map<string, { first: number; last: number }> {
  const places = new Map(needles.map((needle) => [needle.toString('latin1'), { first: -1, last: -1 }]))
  const lengths = [...new Set(needles.map(({ length }) => length))]
  // Few places begin as any needle does, so that only they are looked at closely.
  const begins = new Uint8Array(1 << 16)
  for (const needle of needles) begins[needle.readUInt16BE(0)] = 1
  let two = 0
  for (let end = 0; end < bytes.length; end++) {
    two = (two << 8 | bytes[end]!) & 0xffff
    if (begins[two] === 0 || end === 0) continue
    const at = end - 1
    for (const length of lengths) {
      const place = places.get(bytes.toString('latin1', at, at + length))
      if (place === undefined) continue
      if (place.first === -1) place.first = at
      place.last = at
    }
  }
  return places
}

/** Which of the secrets stand in the bytes as plain text. */
export function findSecrets(bytes: Buffer, secrets: readonly string[]): string[] {
  const places = placesOf(bytes, secrets.map((secret) => Buffer.from(secret, 'latin1')))
  return [...places].filter(([, { first }]) => first !== -1).map(([secret]) => secret)
}

/** Every row of every table as text, as a dump would have them. */
export async function dump(db: Db): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1`.execute(db)
  const texts: string[] = []
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.raw(name)} t`.execute(db)
    texts.push(name, ...rows.map(({ row }) => row))
  }
  return texts.join('\n')
}

/** One of the urn's rows with all that an adversary sees of it. `voter` is whose it is: what they want to link. */
export type SeenVoter = { readonly voter: number; readonly features: Readonly<Record<string, string | number>> }
/** One of the opened ballots likewise. `voter` is the truth, which the adversary does not see. */
export type SeenBallot = { readonly voter: number; readonly features: Readonly<Record<string, string | number>> }

function ordered<T extends SeenVoter>(seen: readonly T[], feature: string): T[] {
  return seen.toSorted((a, b) => (a.features[feature]! < b.features[feature]! ? -1 : a.features[feature]! > b.features[feature]! ? 1 : 0))
}

/**
 * Joins voters with ballots by rank: by every order that rows have on the one side and on the other, forwards and
 * backwards. Returns the best join and how many voters it links rightly. Chance links one, whatever the number.
 */
export function bestLink(voters: readonly SeenVoter[], ballots: readonly SeenBallot[]): { by: string; links: number } {
  let best = { by: 'nothing', links: 0 }
  for (const left of Object.keys(voters[0]!.features)) {
    const byLeft = ordered(voters, left)
    for (const right of Object.keys(ballots[0]!.features)) {
      const byRight = ordered(ballots, right)
      for (const direction of ['forwards', 'backwards']) {
        const facing = direction === 'forwards' ? byRight : byRight.toReversed()
        const links = byLeft.filter((seen, i) => seen.voter === facing[i]?.voter).length
        if (links > best.links) best = { by: `${left} with ${right}, ${direction}`, links }
      }
    }
  }
  return best
}

/**
 * Guesses what half of the voters picked from the bytes of their rows, after having learnt from the other half, whose
 * picks the adversary knows: for every byte the mean of each pick, and the nearest mean wins. Returns the right guesses.
 */
export function guessPicks(rows: readonly { readonly bytes: Buffer; readonly pick: number }[], picks: readonly number[]): {
  guessed: number
  right: number
} {
  const half = Math.floor(rows.length / 2)
  const known = rows.slice(0, half)
  const means = new Map(picks.map((pick) => {
    const mine = known.filter((row) => row.pick === pick)
    const length = rows[0]!.bytes.length
    return [pick, Array.from({ length }, (_, i) => mine.reduce((sum, row) => sum + row.bytes[i]!, 0) / Math.max(1, mine.length))]
  }))
  const distance = (bytes: Buffer, mean: readonly number[]): number => mean.reduce((sum, m, i) => sum + (bytes[i]! - m) ** 2, 0)
  const unknown = rows.slice(half)
  const right = unknown.filter((row) => {
    const nearest = picks.toSorted((a, b) => distance(row.bytes, means.get(a)!) - distance(row.bytes, means.get(b)!))[0]
    return nearest === row.pick
  }).length
  return { guessed: unknown.length, right }
}

/** Right guesses that chance exceeds less than once in ten million: the mean and five and a half deviations. */
export function chanceLimit(guesses: number, probability: number): number {
  return guesses * probability + 5.5 * Math.sqrt(guesses * probability * (1 - probability)) + 1
}
