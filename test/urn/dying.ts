import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { basename } from 'node:path'
import pg from 'pg'

// Loaded before the service by a test: kills the process before the first step of Forget that no earlier run came to. A
// step is what changes something for ever: a commit, the mark in the folder of the secrets, the end of one of its files.
const seenFile = process.env['DYING_STEPS']!
const seen = new Set(existsSync(seenFile) ? readFileSync(seenFile, 'utf8').split('\n') : [])
let isForgetting = false

function step(name: string): void {
  if (!isForgetting || seen.has(name)) return
  appendFileSync(seenFile, `${name}\n`)
  process.kill(process.pid, 'SIGKILL')
}

/** What the transaction of a connection changed first. */
const changed = new WeakMap<object, string>()
const query = pg.Client.prototype.query as (...args: unknown[]) => unknown
pg.Client.prototype.query = function (this: object, ...args: unknown[]) {
  const text = typeof args[0] === 'string' ? args[0] : (args[0] as { text: string }).text
  const change = /^(insert into|update|delete from|cluster) "(\w+)"/.exec(text)
  if (text.startsWith('begin') || text.startsWith('start transaction')) changed.delete(this)
  if (change !== null && !changed.has(this)) changed.set(this, change[0].replaceAll('"', ''))
  if (change?.[2] === 'forgetting') isForgetting = true
  const first = changed.get(this)
  if (text === 'commit' && first !== undefined) step(`commit: ${first}`)
  return query.apply(this, args)
} as typeof pg.Client.prototype.query

const { open, rm } = fs
fs.open = (async (path, flags, ...rest) => {
  if (flags === 'w') step(`open ${basename(String(path))}`)
  return open(path, flags, ...rest)
}) as typeof open
fs.rm = (async (path, options) => {
  step(`rm ${basename(String(path))}`)
  return rm(path, options)
}) as typeof rm
syncBuiltinESMExports()
