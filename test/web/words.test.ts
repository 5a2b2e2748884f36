import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import t from 'tap'
import { LANGUAGES } from '../../src/platform/http/index.ts'
import { STATUS_AT_DOOR, STATUS_OF_REFUSAL } from '../../src/statuses.ts'
import { FIELD_CODES, fill, type ProblemWords, problemWords } from '../../src/web/words/index.ts'

const src = resolve(import.meta.dirname, '../../src')

function sources(folder: string): { file: string; text: string }[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return sources(path)
    return path.endsWith('.ts') ? [{ file: relative(src, path), text: readFileSync(path, 'utf8') }] : []
  })
}

/** Every code that a pattern's first group finds in the sources, with the file where it stands. */
function codesBy(pattern: RegExp, within = (_file: string): boolean => true): Map<string, string> {
  return new Map(sources(src).filter(({ file }) => within(file))
    .flatMap(({ file, text }) => [...text.matchAll(pattern)].map((match) => [match[1]!, file] as const)))
}

const flat = (words: ProblemWords): Map<string, string> => new Map(Object.entries(words)
  .flatMap(([part, sentences]) => Object.entries(sentences as Record<string, string>)
    .map(([code, sentence]) => [`${part}.${code}`, sentence] as const)))
const placeholders = (sentence: string): string[] =>
  [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort()

t.test('every sentence is there in three languages, and with the same figures in it', async (t) => {
  const fi = flat(problemWords('fi'))
  for (const language of LANGUAGES) {
    const words = flat(problemWords(language))
    t.same([...words.keys()].sort(), [...fi.keys()].sort(), language)
    for (const [code, sentence] of words) {
      t.same(placeholders(sentence), placeholders(fi.get(code)!), `${language} ${code}`)
    }
  }
})

t.test('every sentence is one: a capital first, a stop last, and no text of another language', async (t) => {
  const seen = new Map<string, string>()
  for (const language of LANGUAGES) {
    for (const [code, sentence] of flat(problemWords(language))) {
      t.match(sentence, /^(\p{Lu}|\{).*(\.|\})$/u, `${language} ${code}`)
      t.notOk(seen.has(sentence) && seen.get(sentence) !== language, `${language} ${code} is translated`)
      seen.set(sentence, language)
    }
  }
})

t.test('every refusal and fault of the sources has words and a status', async (t) => {
  const { refusals, door } = problemWords('fi')
  const refused = codesBy(/\brefuse\('([a-z_]+)'/g)
  t.ok(refused.size > 30, 'the test sees the refusals')
  // What identity refuses about a code becomes a fault of the field, and what a sign-in refuses too.
  const unknown = [...refused].filter(([code]) => !(code in refusals)
    && !(FIELD_CODES as readonly string[]).includes(code))
  t.same(unknown, [])
  t.same(Object.keys(STATUS_OF_REFUSAL).sort(), Object.keys(refusals).sort())
  for (const [code, file] of codesBy(/new Fault\('([a-z_]+)'/g)) t.ok(code in door, `${file}: ${code}`)
  t.same(Object.keys(STATUS_AT_DOOR).sort(), Object.keys(door).sort())
})

t.test('every code of a field in the sources has words', async (t) => {
  const known = new Set<string>(FIELD_CODES)
  const found = [
    ...codesBy(/fieldFault\([^,()]*(?:\([^()]*\))?[^,()]*,\s*'([a-z_]+)'/g),
    ...codesBy(/\bcode: '([a-z_]+)'/g, (file) => file === 'platform/http/field-errors.ts' || file === 'errors.ts'),
    ...codesBy(/[?:] '([a-z_]+)'/g, (file) => file === 'platform/http/field-errors.ts'),
    ...codesBy(/params: \{ code: '([a-z_]+)' \}/g),
    ...codesBy(/\{ index(?:: null)?, code: '([a-z_]+)'/g),
    ...codesBy(/\{ field: [^,]+, code: '([a-z_]+)'/g),
  ]
  t.ok(found.length > 25, 'the test sees the codes')
  t.same(found.filter(([code]) => !known.has(code) && code !== 'string' && code !== 'array'), [])
})

t.test('a refusal brings the figures that its sentence shows', async (t) => {
  const { refusals } = problemWords('fi')
  const bare = sources(src).flatMap(({ file, text }) => [...text.matchAll(/\brefuse\('([a-z_]+)'(?:, (\{[^}]*\}))?/g)]
    .filter(([, code]) => code! in refusals)
    .filter(([, code, details]) => placeholders(refusals[code as keyof typeof refusals])
      .some((name) => !new RegExp(`\\b${name}\\b`).test(details ?? '')))
    .map(([, code]) => `${file}: ${code}`))
  t.same(bare, [])
})

t.test('no words are left for codes that nobody uses', async (t) => {
  const text = sources(src).filter(({ file }) => !file.startsWith('web/words/') && file !== 'statuses.ts')
    .map((source) => source.text).join('\n')
  const { refusals } = problemWords('fi')
  t.same([...FIELD_CODES, ...Object.keys(refusals)].filter((code) => !text.includes(`'${code}'`)), [])
})

t.test('a sentence is filled with its figures', async (t) => {
  t.equal(fill('At most {maximum}. You picked {given}.', { maximum: 3, given: 4 }), 'At most 3. You picked 4.')
  t.equal(fill('{a} and {a}', { a: 0 }), '0 and 0', 'each time, a zero too')
  t.equal(fill('At least {minimum}.'), 'At least {minimum}.', 'a name without a value stays')
  t.equal(fill('{a}', { a: '{b}', b: 'x' }), '{b}', 'what is filled in is not read again')
  t.equal(fill('{constructor} {toString}', {}), '{constructor} {toString}', 'only what was given is a value')
})
