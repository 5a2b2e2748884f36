import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { MutationName } from './mutations.ts'

const root = resolve(import.meta.dirname, '../..')
const READY_MS = 60_000

/** Below those that systems give to outgoing connections: one of those could take the port of a process that was killed. */
const PORTS = { from: 20_000, to: 32_000 }

/** A port of 127.0.0.1 that nobody listens at, and that is still free when whoever listened there was killed. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(PORTS.from, PORTS.to)
    const server = createServer()
    const free = await new Promise<boolean>((done) => {
      server.once('error', () => { done(false) }).listen(port, '127.0.0.1', () => { done(true) })
    })
    await new Promise((done) => { server.close(done) })
    if (free) return port
  }
}

export type ServiceOptions = {
  readonly databaseUrl: string
  readonly secretsDir: string
  readonly publicUrl: string
  readonly mutation: MutationName | null
  /** Settings beside these, or in their place. */
  readonly settings?: Readonly<Record<string, string>>
}

/** The real service in a process of its own, at a port that it comes back to when it was killed. */
export async function startService({ databaseUrl, secretsDir, publicUrl, mutation, settings = {} }: ServiceOptions) {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess
  let ended = false
  /** The end of what it wrote to its errors since its last start. */
  let said = ''

  function spawnIt(): void {
    child = spawn(process.execPath, [
      '--disable-warning=ExperimentalWarning', '--import', resolve(import.meta.dirname, 'preload.ts'), 'src/server.ts',
    ], {
      cwd: root, stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env, DATABASE_URL: databaseUrl, SECRETS_DIR: secretsDir, DATA_DIR: secretsDir, PUBLIC_URL: publicUrl, PORT: String(port),
        HOST: '127.0.0.1', DEMO: '1', LOG_LEVEL: 'silent', DATABASE_POOL_MAX: '8', ...mutation === null ? {} : { TORTURE_MUTATION: mutation }, ...settings,
      },
    })
    child.stderr?.on('data', (chunk) => { said = `${said}${chunk}`.slice(-2000) })
    // A service that finds no database at its start ends; like any supervisor, start it again.
    child.on('exit', (code, signal) => {
      if (ended || signal === 'SIGKILL') return
      if (code !== 0 && said.includes('finds nothing to change')) throw new Error(said)
      setTimeout(() => { if (!ended) spawnIt() }, 100)
    })
  }

  async function ready(): Promise<void> {
    let last = ''
    for (const until = Date.now() + READY_MS; Date.now() < until; await sleep(50)) {
      const answer = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(2000) }).catch(() => null)
      if (answer?.ok) return
      last = answer === null ? 'no answer' : `${answer.status} ${await answer.text()}`
    }
    throw new Error(`the service at ${url} does not come back: ${last} ${said}`)
  }

  function signal(name: NodeJS.Signals): void {
    child.kill(name)
  }

  /** Kills it where it stands and starts it again after a moment. */
  async function kill(): Promise<void> {
    const gone = new Promise((done) => { child.once('exit', done) })
    child.kill('SIGKILL')
    await gone
    await sleep(20)
    spawnIt()
  }

  async function stop(): Promise<void> {
    ended = true
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((done) => { child.once('exit', done) })
    child.kill('SIGKILL')
    await gone
  }

  spawnIt()
  return { url, ready, kill, signal, stop }
}

export type Service = Awaited<ReturnType<typeof startService>>
