import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { testDatabaseUrl } from './database.ts'
import { testWorld, votingRound, type VotingRound, type World, type WorldOptions } from './world.ts'

type Made = { readonly template: string; readonly secretsDir: string; readonly voting: VotingRound }
let made: Promise<Made> | undefined

/** The world that is copied, and left: PostgreSQL copies a database only while nobody is on it. */
async function makeOnce(): Promise<Made> {
  const { default: tap } = await import('tap')
  const world = await testWorld(tap)
  const voting = await votingRound(world)
  await world.app.close()
  await world.services.db.destroy()
  return { template: new URL(world.url).pathname.slice(1), secretsDir: world.secretsDir, voting }
}

/**
 * The whole service with what `votingRound` makes, of which this process makes one and copies it: through the use-cases it
 * takes longer than most of what a test then asks.
 */
export async function votingWorld(
  t: Test, options: Omit<WorldOptions, 'url' | 'secretsDir'> = {},
): Promise<VotingRound & { readonly world: World }> {
  const { template, secretsDir: kept, voting } = await (made ??= makeOnce())
  const secretsDir = await mkdtemp(join(tmpdir(), 'osbu-secrets-'))
  await cp(kept, secretsDir, { recursive: true })
  const url = await testDatabaseUrl(t, template)
  return { world: await testWorld(t, { ...options, url, secretsDir }), ...voting }
}
