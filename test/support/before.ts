import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'

// Apart from the runner's group, so that Ctrl-C does not end it before it has cleared up.
const keeper = spawn(process.execPath,
  ['--disable-warning=ExperimentalWarning', resolve(import.meta.dirname, 'keeper.ts'), String(process.ppid)],
  { detached: true, stdio: ['ignore', 'pipe', 'inherit'] })
await Promise.race([once(keeper.stdout, 'data'), once(keeper, 'exit')])
process.exit(keeper.exitCode ?? 0)
