import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import t from 'tap'

const root = resolve(import.meta.dirname, '..')
const src = join(root, 'src')

/** The rooms from the ground up. Rooms of one rank do not know each other. */
const RANKS: readonly (readonly string[])[] = [
  ['kernel'], ['platform'], ['audit'], ['rounds', 'identity'], ['ideas'], ['moderation'], ['proposals'], ['urn'],
  ['stations'], ['tally'], ['open-data'], ['web', 'cli'],
  ['config.ts', 'statuses.ts', 'errors.ts', 'services.ts', 'app.ts', 'keeping.ts', 'start.ts', 'server.ts', 'osbu.ts'],
]
const TOP = RANKS.length - 1

type Import = { from: string; to: string; typeOnly: boolean }

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesUnder(path) : path.endsWith('.ts') ? [path] : []
  })
}

const files = filesUnder(src)
const text = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]))

function importsOf(file: string): Import[] {
  const pattern = /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?'([^']+)'|import\('([^']+)'\)/g
  return [...text.get(file)!.matchAll(pattern)].map((m) => ({
    from: file, to: m[3] ?? m[4]!, typeOnly: m[2] !== undefined,
  }))
}

const imports = files.flatMap(importsOf)
const inside = imports.filter((i) => i.to.startsWith('.')).map((i) => ({ ...i, to: resolve(dirname(i.from), i.to) }))

const roomOf = (file: string): string => relative(src, file).split('/')[0]!
const rankOf = (room: string): number => RANKS.findIndex((rooms) => rooms.includes(room))
const show = (i: { from: string; to: string }): string => `${relative(root, i.from)} -> ${relative(root, i.to)}`

t.test('every file stands in a room of the plan', async (t) => {
  t.same(files.filter((f) => rankOf(roomOf(f)) < 0).map((f) => relative(root, f)), [])
  t.ok(files.length > 10, 'the test sees the code')
})

t.test('imports go downward only, never sideways', async (t) => {
  const wrong = inside.filter(({ from, to }) => {
    const [a, b] = [roomOf(from), roomOf(to)]
    if (a === b) return false
    return rankOf(a) === TOP ? false : rankOf(b) >= rankOf(a)
  })
  t.same(wrong.map(show), [])
})

t.test('another room is entered through its index alone', async (t) => {
  const wrong = inside.filter(({ from, to }) => {
    const [a, b] = [roomOf(from), roomOf(to)]
    // This one runs in browsers, where the faces of rooms cannot be loaded: it takes their pure files one by one.
    if (relative(src, from) === 'web/recount/worker.ts') return false
    if (a === b || rankOf(b) === TOP) return false
    // platform and web hold several small rooms, each with a face of its own.
    return !(to.endsWith('/index.ts') && relative(src, to).split('/').length <= (['platform', 'web'].includes(b) ? 3 : 2))
  })
  t.same(wrong.map(show), [])
})

t.test('the kernel imports nothing', async (t) => {
  const wrong = imports.filter((i) => roomOf(i.from) === 'kernel' && !i.to.startsWith('./'))
  t.same(wrong.map((i) => `${relative(root, i.from)} -> ${i.to}`), [])
})

t.test('pure rules import the kernel alone', async (t) => {
  const pure = (file: string): boolean =>
    file.endsWith('/domain.ts') || relative(src, file).startsWith('tally/rules/')
  const wrong = imports.filter((i) => {
    if (!pure(i.from)) return false
    if (!i.to.startsWith('.')) return true
    const to = resolve(dirname(i.from), i.to)
    return roomOf(to) !== 'kernel' && !(pure(to) && dirname(to) === dirname(i.from))
  })
  t.same(wrong.map((i) => `${relative(root, i.from)} -> ${i.to}`), [])
})

t.test('only config reads the environment', async (t) => {
  const wrong = files.filter((f) => /process\.env/.test(text.get(f)!) && relative(src, f) !== 'config.ts')
  t.same(wrong.map((f) => relative(root, f)), [])
})

t.test('only transact opens a transaction', async (t) => {
  const wrong = files.filter((f) => /\.(transaction|startTransaction)\(\)/.test(text.get(f)!)
    && relative(src, f) !== 'platform/database/transact.ts')
  t.same(wrong.map((f) => relative(root, f)), [])
})

t.test('files are kebab-case, exports are named, and there is no enum', async (t) => {
  t.same(files.map((f) => relative(src, f)).filter((f) => !/^([a-z0-9-]+\/)*[a-z0-9-]+\.ts$/.test(f)), [])
  t.same(files.filter((f) => /^export default/m.test(text.get(f)!)).map((f) => relative(src, f)), [])
  t.same(files.filter((f) => /^\s*(export\s+)?(const\s+)?enum\s/m.test(text.get(f)!)).map((f) => relative(src, f)), [])
})

t.test('every file with rules has its twin among the tests', async (t) => {
  const needsTwin = (f: string): boolean =>
    /\/(domain|service|routes)\.ts$/.test(f) || roomOf(f) === 'kernel' && !/\/(index|counting-rules)\.ts$/.test(f)
    || relative(src, f).startsWith('tally/rules/') && !/\/(index|types)\.ts$/.test(f)
  const twins = new Set(filesUnder(join(root, 'test')))
  const missing = files.filter(needsTwin)
    .filter((f) => !twins.has(join(root, 'test', relative(src, f).replace(/\.ts$/, '.test.ts'))))
  t.same(missing.map((f) => relative(root, f)), [])
})

t.test('every folder of tests is run by a file of the suite', async (t) => {
  const tests = filesUnder(join(root, 'test')).map((f) => relative(join(root, 'test'), f)).filter((f) => f.endsWith('.test.ts'))
  const suite = tests.filter((f) => !f.includes('/')).map((f) => readFileSync(join(root, 'test', f), 'utf8')).join('\n')
  const folders = new Set(tests.filter((f) => f.includes('/')).map((f) => f.split('/')[0]!))
  const rooms = new Set([...suite.matchAll(/runTogether\((.*)\)/g)].flatMap(([, names]) => names!.split(', ')))
  t.same([...folders].filter((folder) => !rooms.has(`'${folder}'`)), [])
})

t.test('benchmarks and other programs take worlds from the tests without tap, which would end them', async (t) => {
  const support = join(root, 'test/support')
  const loading = readdirSync(support).filter((name) => name.endsWith('.ts') && name !== 'together.ts')
    .filter((name) => /^import (?!type )[^\n]*'tap'/m.test(readFileSync(join(support, name), 'utf8')))
  t.same(loading, [])
})
