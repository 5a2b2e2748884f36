import { sha256 as sha256Of } from '@noble/hashes/sha2.js'
import { RecountError, recountable, recountWith } from '../../open-data/recounting.ts'
import { ElectionError, readElection } from '../../open-data/pb-election.ts'
import { recountElection } from '../../open-data/recount-pb.ts'
import { compareResults, inputFault, inputOf, tally } from '../../tally/rules/index.ts'

// Runs in the browser, in a thread of its own, by the very code that counted the round. It gets files and answers what
// it found; nothing leaves the device, and the policy that it is sent with would not let it.

type Files = { readonly result: Blob; readonly ballots: Blob } | { readonly pb: Blob }

/** The browser's own globals of a worker, which the types of Node do not tell of. */
const scope = globalThis as unknown as {
  onmessage: (event: { readonly data: Files }) => void
  readonly postMessage: (answer: unknown) => void
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function sha256(data: Uint8Array | string): string {
  return hex(sha256Of(typeof data === 'string' ? new TextEncoder().encode(data) : data))
}

const engine = {
  count: (input: Parameters<typeof tally>[0]) => tally(input, { sha256 }), inputOf, inputFault, compareResults,
}

async function* chunksOf(file: Blob): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value as Uint8Array
  }
}

async function recountOf(files: Files) {
  if ('pb' in files) {
    const hash = sha256Of.create()
    return recountElection(engine, await readElection(chunksOf(files.pb), { update: (data) => hash.update(data), hex: () => hex(hash.digest()) }))
  }
  return recountWith(engine, recountable(await files.result.text()), await files.ballots.text())
}

scope.onmessage = ({ data }) => {
  recountOf(data).then((recount) => scope.postMessage(recount), (error: unknown) => scope.postMessage({
    unreadable: error instanceof RecountError || error instanceof ElectionError ? error.message : String(error),
  }))
}
