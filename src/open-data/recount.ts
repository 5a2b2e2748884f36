import { z } from 'zod'
import { compareResults, count, inputFault, inputOf, sha256 } from '../tally/index.ts'
import { RecountError } from './ballots-file.ts'
import { readElection } from './pb-election.ts'
import { recountElection } from './recount-pb.ts'
import { type Engine, jsonOf, type Recount, recountWith } from './recounting.ts'
import { resultSchema } from './schema.ts'

const engine: Engine = { count: (input) => count(input, { sha256 }), inputOf, inputFault, compareResults }

function parseResult(text: string) {
  const parsed = resultSchema.safeParse(jsonOf(text))
  if (parsed.success) return parsed.data
  throw new RecountError(`the result is not one of ours:\n${z.prettifyError(parsed.error)}`)
}

/** `recountWith` of two texts. Throws a RecountError for files that cannot be read. */
export function recount(resultText: string, ballotsText: string): Recount {
  return recountWith(engine, parseResult(resultText), ballotsText)
}

/** `recountElection` of a `.pb` file. Throws an `ElectionError` for a file that is no election. */
export async function recountPabulib(chunks: AsyncIterable<Uint8Array>): Promise<Recount> {
  return recountElection(engine, await readElection(chunks))
}
