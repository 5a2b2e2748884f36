import { parse } from 'acorn'
import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join, resolve } from 'node:path'
import { isSafePattern } from 'redos-detector'
import t from 'tap'

const root = resolve(import.meta.dirname, '../..')

/** Expressions that could take long for a long text, and why they never meet one that somebody sends. */
const REVIEWED: Readonly<Record<string, string>> = {
  '/.{64}/g': 'hashes of the urn list, out of the database',
  '/;\\s*max-age=0/i': 'the demo’s own cookies, in the replay',
  '/\\/[^/]*$/': 'a path of this installation',
  '/lock file ".*" (already exists|is empty)|bogus data in lock file|pre-existing shared memory/': 'a line of the database’s log',
  '/(\\.[^.]+)$/': 'the name of an asset of ours',
  '/((?:^|\\n)\\s*(?:import|export)\\b[^\'"`;]*?\\bfrom\\s*)[\'"]([^\'"]+)[\'"]/g': 'our own modules, at the start',
  '/\\{(\\w+)\\}/g': 'our own sentences',
  '/\\s+\\S*$/': 'the first 220 characters of a text',
  '/^(\\d+|\\d{1,3}(?:\\.\\d{3})+(?!\\.)|\\d{1,3}(?:,\\d{3})+(?!,))(?:[.,](\\d{1,2}))?$/': 'a sum of 20 characters at most',
}

/** Made of parts at the start, of our own words alone. */
const CONSTRUCTED = ['src/config.ts', 'src/open-data/ballots-file.ts']

const files = (readdirSync(join(root, 'src'), { recursive: true }) as string[]).filter((name) => /\.(ts|js)$/.test(name))
  .map((name) => `src/${name.replaceAll('\\', '/')}`)

function expressionsOf(file: string): { pattern: string; flags: string }[] {
  const text = readFileSync(join(root, file), 'utf8')
  const found: { pattern: string; flags: string }[] = []
  parse(file.endsWith('.ts') ? stripTypeScriptTypes(text) : text, {
    ecmaVersion: 'latest', sourceType: 'module',
    onToken: (token) => {
      if (token.type.label === 'regexp') found.push((token as unknown as { value: { pattern: string; flags: string } }).value)
    },
  })
  return found
}

/** Whether no text makes a match try more than so many ways. */
function isSafe(pattern: string, flags: string): boolean {
  return isSafePattern(pattern, {
    unicode: /[uv]/.test(flags), caseInsensitive: flags.includes('i'), multiLine: flags.includes('m'), dotAll: flags.includes('s'),
  }).safe
}

t.test('no regular expression takes long for a text that somebody chose', async (t) => {
  const told = new Map<string, { file: string; pattern: string; flags: string }>()
  for (const file of files) {
    for (const { pattern, flags } of expressionsOf(file)) told.set(`/${pattern}/${flags}`, { file, pattern, flags })
  }
  t.ok(told.size > 80, 'the test sees them')
  t.notOk(isSafe('(a+)+$', ''), 'and knows a bad one')
  const unsafe = [...told].filter(([name, { pattern, flags }]) => !(name in REVIEWED) && !isSafe(pattern, flags))
  t.same(unsafe.map(([name, { file }]) => `${file}: ${name}`), [])
  t.same(Object.keys(REVIEWED).filter((name) => !told.has(name)), [], 'none was reviewed that is gone')
  t.same(files.filter((file) => readFileSync(join(root, file), 'utf8').includes('RegExp(')), CONSTRUCTED)
})

t.test('nor does one that the doors hold a field against', async (t) => {
  const patterns = new Set<string>()
  JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8'), (key, value: unknown) => {
    if (key === 'pattern' && typeof value === 'string') patterns.add(value)
    return value
  })
  t.ok(patterns.size > 3)
  t.same([...patterns].filter((pattern) => !isSafe(pattern, '')), [])
})
