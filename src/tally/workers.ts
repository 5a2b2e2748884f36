import type { Worker } from 'node:worker_threads'
import { Defect } from '../kernel/index.ts'

/** The one answer of a worker. Fails with what broke in it, or when it ends without a word. */
export function answerOf<T>(worker: Worker): Promise<T> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Defect('a worker ended without an answer')))
  })
}
