import { parentPort } from 'node:worker_threads'
import { present } from '../kernel/index.ts'
import { createCounter, type ToWorker } from './counting.ts'

// Runs in a thread of its own and counts one election. An error thrown here reaches whoever started the worker.
const port = present(parentPort, 'the counting worker is started by a parent')
let counter: ReturnType<typeof createCounter> | null = null

port.on('message', (message: ToWorker) => {
  if (message === 'count') port.postMessage(present(counter, 'the election came first').count())
  else if ('head' in message) counter = createCounter(message.head)
  else present(counter, 'the election came first').add(message.lines)
})
