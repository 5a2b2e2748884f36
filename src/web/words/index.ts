import type { Language } from '../../platform/http/index.ts'
import { en } from './en.ts'
import { fi } from './fi.ts'
import type { ProblemWords } from './problems.ts'
import { sv } from './sv.ts'

export { FIELD_CODES, type DoorCode, type FieldCode, type ProblemWords, type RefusalCode } from './problems.ts'

const PROBLEMS: Readonly<Record<Language, ProblemWords>> = { fi, sv, en }

export function problemWords(language: Language): ProblemWords {
  return PROBLEMS[language]
}

/** A sentence with its `{names}` filled in. A name without a value stays as it is. */
export function fill(sentence: string, values: Readonly<Record<string, unknown>> = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => Object.hasOwn(values, name) ? String(values[name]) : whole)
}
