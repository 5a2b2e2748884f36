import { parentPort, workerData } from 'node:worker_threads'
import sodium from 'sodium-native'

type Work = { readonly sealed: Uint8Array; readonly length: number; readonly publicKey: Uint8Array; readonly privateKey: Uint8Array }
const work = workerData as Work
const sealed = Buffer.from(work.sealed.buffer, work.sealed.byteOffset, work.sealed.byteLength)
const [publicKey, privateKey] = [Buffer.from(work.publicKey), Buffer.from(work.privateKey)]
const plain = Buffer.alloc(work.length - sodium.crypto_box_SEALBYTES)

// Nothing but the calls: no reading, no parsing, no result.
parentPort!.on('message', () => {
  let opened = 0
  for (let at = 0; at < sealed.length; at += work.length) {
    if (sodium.crypto_box_seal_open(plain, sealed.subarray(at, at + work.length), publicKey, privateKey)) opened++
  }
  parentPort!.postMessage(opened)
})
parentPort!.postMessage('ready')
