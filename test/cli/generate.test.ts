import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import t from 'tap'
import { FROZEN, generatedFiles, migrationHashes, thawed } from '../../src/cli/index.ts'
import { testWorld } from '../support/index.ts'

const root = resolve(import.meta.dirname, '../..')
const committed = (path: string): Promise<string> => readFile(join(root, path), 'utf8')
const HINT = 'npm run generate writes it anew'

t.test('the committed documents are what the code says', async (t) => {
  const { app } = await testWorld(t)
  const files = await generatedFiles(app.swagger())
  for (const path of ['docs/openapi.json', 'docs/events.md']) {
    t.ok(await committed(path) === files[path], `${path}: ${HINT}`)
  }
})

t.test('a migration that has landed is never edited, and every migration has landed', async (t) => {
  const frozen = JSON.parse(await committed(FROZEN)) as Record<string, string>
  const now = await migrationHashes()
  t.equal(thawed(frozen, now), null, 'each listed migration is as it was')
  t.same(Object.keys(now).filter((name) => !(name in frozen)), [], `each migration is listed: ${HINT}`)
})

t.test('a changed or removed migration is named, a new one is welcome', async (t) => {
  t.equal(thawed({ 'a.sql': '1' }, { 'a.sql': '1', 'b.sql': '2' }), null)
  t.match(thawed({ 'a.sql': '1' }, { 'a.sql': '2' }), /a\.sql was changed/)
  t.match(thawed({ 'a.sql': '1' }, {}), /a\.sql is gone/)
})
