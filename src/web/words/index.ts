import type { Language } from '../../platform/http/index.ts'
import { en } from './en/index.ts'
import { fi } from './fi/index.ts'
import type { ProblemWords } from './problems.ts'
import { sv } from './sv/index.ts'

export { FIELD_CODES, type DoorCode, type FieldCode, type ProblemWords, type RefusalCode } from './problems.ts'

/** Every sentence for people, by area. Finnish is the pattern: what another language lacks does not compile. */
export type Words = typeof fi

const WORDS: Readonly<Record<Language, Words>> = { fi, sv, en }

export function wordsOf(language: Language): Words {
  return WORDS[language]
}

export function problemWords(language: Language): ProblemWords {
  return WORDS[language].problems
}

/** A sentence with its `{names}` filled in. A name without a value stays as it is. */
export function fill(sentence: string, values: Readonly<Record<string, unknown>> = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => Object.hasOwn(values, name) ? String(values[name]) : whole)
}
