import { execFile } from 'node:child_process'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

// Each run loads the whole service anew; what was compiled once, by whichever test, is kept for the next.
export const NODE_COMPILE_CACHE = resolve(root, process.env.NODE_COMPILE_CACHE ?? '.osbu/compile-cache')

/** Runs the command line as an operator does, in a process of its own. */
export function osbu(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return osbuIn({}, '', ...words)
}

/** The same with an environment, and with something piped in. */
export function osbuIn(
  env: Record<string, string>, piped: string, ...words: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/osbu.ts', ...words],
      { cwd: root, env: { ...process.env, NODE_COMPILE_CACHE, ...env } }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }))
    child.stdin?.end(piped)
  })
}
