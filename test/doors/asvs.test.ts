import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import t from 'tap'

const root = resolve(import.meta.dirname, '../..')
const text = readFileSync(join(root, 'docs/security/asvs.md'), 'utf8')

/**
 * How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has. Those of level 3 come last in every section, so
 * the numbers run from 1. Sections with none are not named.
 */
const REQUIREMENTS: Readonly<Record<string, number>> = {
  '1.1': 2, '1.2': 9, '1.3': 11, '1.4': 3, '1.5': 2, '2.1': 3, '2.2': 3, '2.3': 4, '2.4': 1,
  '3.2': 2, '3.3': 4, '3.4': 6, '3.5': 5, '3.7': 2, '4.1': 3, '4.2': 1, '4.3': 2, '4.4': 4,
  '5.1': 1, '5.2': 3, '5.3': 2, '5.4': 3, '6.1': 3, '6.2': 12, '6.3': 4, '6.4': 4, '6.5': 5, '6.6': 3, '6.8': 4,
  '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 2, '7.6': 2, '8.1': 2, '8.2': 3, '8.3': 1, '8.4': 1, '9.1': 3, '9.2': 4,
  '10.1': 2, '10.2': 2, '10.3': 4, '10.4': 11, '10.5': 5, '10.6': 2, '10.7': 3,
  '11.1': 2, '11.2': 3, '11.3': 3, '11.4': 4, '11.5': 1, '11.6': 1, '12.1': 3, '12.2': 2, '12.3': 4,
  '13.1': 1, '13.2': 5, '13.3': 2, '13.4': 5, '14.1': 2, '14.2': 4, '14.3': 3, '15.1': 3, '15.2': 3, '15.3': 7,
  '16.1': 1, '16.2': 5, '16.3': 4, '16.4': 3, '16.5': 3, '17.1': 1, '17.2': 4, '17.3': 2,
}

const rows = text.split('\n').flatMap((line) => {
  const [, ids, told] = /^\| (\d[\d., ]*) \| (.+) \|$/.exec(line) ?? []
  return ids === undefined ? [] : ids.split(', ').map((id) => ({ id, told: told! }))
})

t.test('every requirement of levels 1 and 2 has its line, once', async (t) => {
  const expected = Object.entries(REQUIREMENTS).flatMap(([section, count]) =>
    Array.from({ length: count }, (_, i) => `${section}.${i + 1}`))
  t.equal(expected.length, 253)
  t.same(rows.map(({ id }) => id).sort(), expected.sort())
})

t.test('every file that a line names exists', async (t) => {
  const named = [...text.matchAll(/`((?:src|test|docs|migrations|checks)\/[^`\s]+|[A-Z][\w.-]*\.md|Dockerfile|docker-compose\.yml|\.env\.example|package-lock\.json)`/g)]
  t.ok(named.length > 100)
  t.same([...new Set(named.map(([, path]) => path!))].filter((path) => !existsSync(join(root, path))), [])
})

t.test('what is said to be a gap in the table is said at the beginning', async (t) => {
  const told = rows.filter(({ told }) => told.includes('**Gap')).map(({ id }) => id)
  const summary = /^Gaps in one place:([^]*?)\n\n/m.exec(text)![1]!
  t.same([...summary.matchAll(/\d+\.\d+\.\d+/g)].map(([id]) => id), told)
})
