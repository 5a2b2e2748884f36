import { parentPort, workerData } from 'node:worker_threads'
import { present } from '../kernel/index.ts'
import { createOpener, type UrnToOpen } from './opener.ts'

// Runs in a thread of its own and answers one pack of sealed ballots after the other. The lines go as one text, which costs
// less to hand over than many. An error thrown here reaches whoever started the worker.
const port = present(parentPort, 'the opening worker is started by a parent')
const open = createOpener(workerData as UrnToOpen)

port.on('message', (pack: Uint8Array) => {
  const opened = open(pack)
  port.postMessage(opened && { ...opened, lines: opened.lines.join('\n') })
})
