import { parentPort, workerData } from 'node:worker_threads'
import { type EqualSharesOptions, present } from '../kernel/index.ts'
import { sha256 } from './counting.ts'
import { alternatives, type TallyInput } from './rules/index.ts'

// Runs in a thread of its own and compares the rules on one election. It knows no room, so that it starts fast.
const { input, usual } = workerData as { readonly input: TallyInput; readonly usual: EqualSharesOptions }
present(parentPort, 'the comparing worker is started by a parent').postMessage(alternatives(input, { sha256, usual }))
