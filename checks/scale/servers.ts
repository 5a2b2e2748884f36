import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmodSync, chownSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { hasRoom, MEMORY } from '../../test/support/cluster.ts'
import { servantOf } from './programs.ts'

const run = promisify(execFile)
const SAID_CHARACTERS = 3_000
const PATIENCE_MS = 60_000
const STEP_MS = 50

/** A program that runs until it is stopped or killed. */
export type Server = {
  /** Sends a signal to it. */
  readonly signal: (name: NodeJS.Signals) => void
  /** Sends a signal and waits until it has ended. */
  readonly end: (name: NodeJS.Signals) => Promise<void>
}

export type Servers = ReturnType<typeof createServers>

/** Asks until the answer is not null. Throws with `what` when it stays so. */
export async function until<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
  let last = ''
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(STEP_MS)) {
    const found = await ask().catch((error: Error) => { last = error.message; return null })
    if (found !== null) return found
  }
  throw new Error(`${what} did not come: ${last}`)
}

/**
 * Gives back the shared memory that a PostgreSQL holds so that no second one starts over its data: one that was killed leaves
 * it in the system for ever. Its number stands last in the seventh line of its lock file.
 */
async function giveMemoryBack(folder: string): Promise<void> {
  for (const file of globSync(join(folder, '*', 'postmaster.pid'))) {
    const id = /(\d+)\s*$/.exec(readFileSync(file, 'utf8').split('\n')[6] ?? '')?.[1]
    // It may be gone, where the server gave it back by itself.
    if (id !== undefined) await run('ipcrm', ['-m', id]).catch(() => undefined)
  }
}

/**
 * Servers that run for a while in a folder of their own, as an account without rights. Nothing of them stays: not when
 * `stop` is called, nor when the process that started them ends in any way but by SIGKILL.
 */
export function createServers() {
  const servant = servantOf()
  // Servers that are killed leave the same in memory as on a disk, and there it is copied at once.
  const folder = mkdtempSync(join(hasRoom(MEMORY) ? MEMORY : tmpdir(), 'osbu-scale-'))
  chmodSync(folder, 0o711)
  const running = new Set<ChildProcess>()
  const killAll = (): void => { for (const child of running) child.kill('SIGKILL') }
  const interrupted = (): void => { process.exit(130) }
  process.on('exit', killAll)
  process.once('SIGINT', interrupted)
  process.once('SIGTERM', interrupted)

  function give(path: string): string {
    if (servant !== null) chownSync(path, servant.uid, servant.gid)
    return path
  }
  /** Makes a folder or, below, a file that the servers may read and nobody else. */
  function makeFolder(name: string): string {
    const path = join(folder, name)
    mkdirSync(path, { mode: 0o700 })
    return give(path)
  }
  function writeFile(name: string, text: string): string {
    const path = join(folder, name)
    writeFileSync(path, text, { mode: 0o600 })
    return give(path)
  }

  /** Runs a program to its end. Throws with what it said when it fails. */
  async function finish(program: string, args: readonly string[], env: Record<string, string> = {}): Promise<void> {
    await run(program, [...args], { cwd: folder, env: { ...process.env, ...env }, ...servant ?? {} })
  }

  /** Starts a program that stays. `onFailure` is told what it said when it ends by itself. */
  function start(program: string, args: readonly string[], onFailure: (said: string) => void = () => {}): Server {
    const child = spawn(program, [...args], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], ...servant ?? {} })
    running.add(child)
    let said = ''
    let asked = false
    child.stderr.on('data', (chunk) => { said = `${said}${chunk}`.slice(-SAID_CHARACTERS) })
    const ended = new Promise<void>((done) => {
      child.once('exit', () => {
        running.delete(child)
        if (!asked) onFailure(said)
        done()
      })
    })
    return {
      signal: (name) => { child.kill(name) },
      end: (name) => {
        asked = true
        child.kill(name)
        return ended
      },
    }
  }

  async function stop(): Promise<void> {
    const ended = [...running].map((child) => new Promise((done) => { child.once('exit', done) }))
    killAll()
    await Promise.all(ended)
    await giveMemoryBack(folder)
    process.off('exit', killAll).off('SIGINT', interrupted).off('SIGTERM', interrupted)
    // The children of a PostgreSQL that was killed may write for a moment.
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }

  /** Where servers may make files of their own. */
  const own = makeFolder('own')

  return { own, makeFolder, writeFile, finish, start, stop }
}
