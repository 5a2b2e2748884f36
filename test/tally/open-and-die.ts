import pg from 'pg'
import { connect } from '../../src/platform/database/index.ts'
import { createServices } from '../../src/services.ts'
import { KEY_HOLDER } from '../support/world.ts'

// Opens an urn in a process of its own that a test kills: before the given statement, or, with none given, at the first progress.
const [url, secretsDir, slug, dieBefore, ...shares] = process.argv.slice(2) as [string, string, string, string, ...string[]]
const query = pg.Client.prototype.query as (...args: unknown[]) => unknown
let isOpening = false
pg.Client.prototype.query = function (this: object, ...args: unknown[]) {
  const text = typeof args[0] === 'string' ? args[0] : (args[0] as { text: string }).text
  if (isOpening && text.startsWith(dieBefore)) process.kill(process.pid, 'SIGKILL')
  return query.apply(this, args)
} as typeof pg.Client.prototype.query

const db = connect({ url, poolMax: 4 })
const services = await createServices({
  config: { production: false, demo: false, residents: null, staff: null, staffRolesClaim: 'roles', secretsDir },
  db, clock: { now: () => new Date() }, publicUrl: () => 'http://localhost:3000', alarm: () => undefined,
})
await services.tally.openUrn(KEY_HOLDER, slug, shares, () => {
  isOpening = true
  if (dieBefore === '') process.kill(process.pid, 'SIGKILL')
})
await db.destroy()
