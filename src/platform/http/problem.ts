import { z } from 'zod'
import { type Outcome, type Refusal } from '../../kernel/index.ts'

/** The body of every error: RFC 9457 problem details, with our code, the request's id and what is wrong with each field. */
export const problemSchema = z.object({
  type: z.string().describe('A URI reference for the kind of problem.'),
  title: z.string().describe('What happened, in the language asked for.'),
  status: z.int(),
  code: z.string().describe('What happened, for programs.'),
  requestId: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })).optional(),
}).meta({ id: 'Problem' })

export type Problem = z.infer<typeof problemSchema>

/** The responses that every route may give beside its own. */
export const problems = { '4xx': problemSchema, '5xx': problemSchema } as const

/** A refusal on its way to the edge, where the one table of statuses turns it into a problem document. */
export class RefusedError extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.name = 'RefusedError'
    this.refusal = refusal
  }
}

/** The value of an outcome; a refusal is thrown on to the edge. For routes alone: use-cases hand outcomes on. */
export function valueOf<T, Code extends string>(outcome: Outcome<T, Code>): T {
  if (outcome.ok) return outcome.value
  throw new RefusedError(outcome.refusal)
}
