import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const windows = process.platform === 'win32'
const linux = process.platform === 'linux'

/**
 * Tells one process from a later one that got the same number: on Linux the boot and the tick of its birth. Undefined
 * when no process lives under the number. A zombie counts as dead, for in a container without a reaper an orphan that
 * has ended keeps its number for ever.
 */
export function birthOf(pid: number): string | undefined {
  if (linux) return linuxBirthOf(pid)
  if (!answersSignals(pid)) return undefined
  if (windows) return 'alive'
  const [state, ...birth] = ps(pid, 'state=,lstart=').split(/\s+/)
  return state === undefined || state === '' || state.startsWith('Z') ? undefined : birth.join(' ')
}

/** The command line of a process, its program first; undefined when it can't be read. */
export function commandOf(pid: number): readonly string[] | undefined {
  try {
    // The command line and not the working folder, which even root may not read in a container without CAP_SYS_PTRACE.
    if (linux) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  } catch {
    return undefined
  }
  const line = windows ? '' : ps(pid, 'command=')
  return line === '' ? undefined : line.split(/ (?=-)|(?<= -\w) /)
}

/** Whether the operating system knows the number, be it a zombie's. */
export function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: somebody else's process, alive all the same.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function linuxBirthOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The program's name stands in brackets and may hold spaces and brackets itself: count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`
  } catch {
    return undefined
  }
}

function ps(pid: number, columns: string): string {
  return spawnSync('ps', ['-ww', '-o', columns, '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? ''
}
