import { rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { clearCluster, keeperFile, prepareCluster } from './cluster.ts'

/**
 * Holds the cluster of a test run, in a process of its own, for as long as the runner lives: so the server is stopped too
 * when a run is interrupted or killed. `after.ts` ends it at once. Of two runs in one folder each has its own.
 */
const runner = Number(process.argv[2])

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

let told = false
process.on('SIGTERM', () => { told = true })
const server = await prepareCluster()
writeFileSync(keeperFile(runner), String(process.pid))
process.stdout.write('ready\n')
while (!told && lives(runner)) await sleep(200)
// Files of a runner that was killed end within a second, and must not be the last to need the server.
if (!told) await sleep(3000)
await server.stop()
rmSync(keeperFile(runner), { force: true })
clearCluster()
