import { randomBytes } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { crockford } from '../../src/kernel/index.ts'
import { seal } from '../../src/urn/sealing.ts'

type Round = { readonly id: string; readonly picksMax: number; readonly publicKey: Uint8Array }
const round = workerData as Round
const publicKey = Buffer.from(round.publicKey)
const PROPOSALS = 20

/** One to three picks, lower numbers liked better. */
function picks(): number[] {
  const [many, ...chosen] = randomBytes(4)
  return [...new Set(chosen.slice(0, 1 + many! % 3).map((byte) => 1 + Math.floor(PROPOSALS * (byte / 256) ** 2)))]
}

parentPort!.on('message', (count: number) => {
  parentPort!.postMessage(Array.from({ length: count }, () => seal({ tracker: crockford(randomBytes(10)), picks: picks() }, { ...round, publicKey })))
})
