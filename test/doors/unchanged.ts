import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { sql } from 'kysely'
import { FIELD_CODES } from '../../src/web/words/index.ts'
import type { World } from '../support/index.ts'
import type { Answer } from './door.ts'

/**
 * A digest of each table, and of the names of the secrets. An opening that was tried with a wrong share is told by the
 * chain, as it should be; everything else that a refused request leaves behind shows here.
 */
export async function digestOf(world: World): Promise<Record<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'audit_head'
    order by 1`.execute(world.db)
  const digests = await Promise.all(tables.map(async ({ name }) => {
    const untold = name === 'audit_event' ? sql`where kind <> 'opening_refused'` : sql``
    const { rows } = await sql<{ digest: string }>`
      select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from ${sql.table(name)} t ${untold}`
      .execute(world.db)
    return [name, rows[0]!.digest] as const
  }))
  const secrets = createHash('md5').update((await readdir(world.secretsDir)).sort().join()).digest('hex')
  return { ...Object.fromEntries(digests), secrets }
}

/** What is wrong with an answer that should be a problem document; null when it is one. */
export function notAProblem({ status, headers, text }: Answer): string | null {
  if (status < 400 || status >= 500) return `status ${status}`
  const type = String(headers['content-type'])
  if (!type.startsWith('application/problem+json')) return `type ${type}`
  const body = JSON.parse(text)
  if (body.status !== status) return `status ${body.status} in the body`
  if (typeof body.code !== 'string' || body.type !== `urn:osbu:problem:${body.code}`) return `code ${body.code}`
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(body.requestId)) return `requestId ${body.requestId}`
  if (typeof body.title !== 'string' || body.title === '' || /[{}]/.test(body.title)) return `title ${body.title}`
  if (headers['cache-control'] !== 'no-store') return 'it may be stored'
  for (const { field, code, message } of body.errors ?? []) {
    if (typeof field !== 'string') return `field ${field}`
    if (!FIELD_CODES.includes(code)) return `code ${code} of ${field}`
    if (typeof message !== 'string' || message === '' || /[{}]/.test(message)) return `message ${message} of ${field}`
  }
  return null
}
