import { byCodePoint, centsOf, PabulibError } from './cells.ts'
import { createPabulibParser, type PabulibSink } from './parser.ts'
import type { PabulibFile, PabulibHead, PabulibProject, PabulibVote } from './types.ts'

export { byCodePoint, centsOf, PabulibError }
export type { PabulibSink }
export {
  VOTE_TYPES, type PabulibFile, type PabulibHead, type PabulibProject, type PabulibVote, type PabulibVoteType,
} from './types.ts'
export { pabulibAmount, pabulibLines, pabulibText, type PabulibTable } from './writer.ts'

const LINE_FEED = 10
const CHUNK_BYTES = 1 << 18

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of whole lines. Throws a `PabulibError` that names the line which is not UTF-8. */
function decode(bytes: Uint8Array, linesBefore: number): string {
  try {
    return decoder.decode(bytes)
  } catch {
    let line = linesBefore + 1
    for (let from = 0; ; line++) {
      const end = bytes.indexOf(LINE_FEED, from)
      try {
        decoder.decode(bytes.subarray(from, end < 0 ? bytes.length : end))
      } catch {
        throw new PabulibError(line, null, 'the file is not UTF-8')
      }
      from = end + 1
    }
  }
}

/** Bytes in pieces of whole lines. Votes are mostly plain ASCII, and text of that kind alone is faster to cut up. */
function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(LINE_FEED, from + CHUNK_BYTES) + 1
    yield bytes.subarray(from, end === 0 ? bytes.length : end)
    from = end === 0 ? bytes.length : end
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Chunks joined and cut so that each piece holds whole lines: one decodes it without looking at its neighbours. */
async function* wholeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let begun: Uint8Array[] = []
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LINE_FEED) + 1
    if (end > 0) {
      yield begun.length === 0 ? chunk.subarray(0, end) : joined([...begun, chunk.subarray(0, end)])
      begun = []
    }
    if (end < chunk.length) begun.push(chunk.subarray(end))
  }
  if (begun.length > 0) yield joined(begun)
}

/**
 * Reads an election in the Pabulib `.pb` format: META, PROJECTS and VOTES, separated by semicolons, UTF-8 with or
 * without BOM, LF or CRLF. Throws a `PabulibError` that names line and field when the file is not that, or has not as
 * many projects and votes as META says: a file that was cut off must not become an election with fewer voters.
 * Source: pabulib.org/format.
 */
export function readPabulib(source: string | Uint8Array): PabulibFile {
  const votes: PabulibVote[] = []
  const parser = createPabulibParser({ onVote: (vote) => { votes.push(vote) } })
  if (typeof source === 'string') parser.lines(source)
  else for (const bytes of pieces(source)) parser.lines(decode(bytes, parser.linesRead()))
  return { ...parser.end(), votes }
}

/** Asked for where it is needed alone, because browsers run this module too. */
function fileSystem() {
  return process.getBuiltinModule('node:fs')
}

/** `readPabulib` of a file. */
export function readPabulibFile(path: string): PabulibFile {
  return readPabulib(fileSystem().readFileSync(path))
}

/**
 * The same, chunk by chunk: every vote goes to the sink and is let go, so that a file of a million votes needs neither
 * its text in memory nor a list of it. Answers everything but the votes.
 */
export async function streamPabulib(chunks: AsyncIterable<Uint8Array>, sink: PabulibSink): Promise<PabulibHead> {
  const parser = createPabulibParser(sink)
  for await (const bytes of wholeLines(chunks)) parser.lines(decode(bytes, parser.linesRead()))
  return parser.end()
}

/** The bytes of a file as `streamPabulib` takes them. */
export function pabulibChunks(path: string): AsyncIterable<Uint8Array> {
  return fileSystem().createReadStream(path, { highWaterMark: CHUNK_BYTES })
}

/**
 * Gives every project a number from 1 up in the order of the code points of its id, so that a tie rule by proposal
 * number breaks ties as one by project id does.
 */
export function numberProjects(projects: readonly PabulibProject[]): Map<string, number> {
  return new Map(projects.map(({ id }) => id).sort(byCodePoint).map((id, index) => [id, index + 1]))
}
