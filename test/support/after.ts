import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { keeperFile } from './cluster.ts'

const file = keeperFile(process.ppid)
if (existsSync(file)) process.kill(Number(readFileSync(file, 'utf8')), 'SIGTERM')
while (existsSync(file)) await sleep(20)
