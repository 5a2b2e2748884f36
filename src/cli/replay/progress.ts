import type { Terminal } from '../terminal.ts'

export type Progress = { readonly step: () => void; readonly stop: () => void }

const PARTS = 10

/** A bar on a terminal, and in a file a line for every tenth. */
export async function startProgress(terminal: Terminal, what: string, total: number): Promise<Progress> {
  if (terminal.interactive) {
    const { Presets, SingleBar } = await import('cli-progress')
    const bar = new SingleBar({
      format: `${what} {bar} {percentage} % | {value}/{total} | {eta_formatted} to go`,
      stream: terminal.output, hideCursor: true,
    }, Presets.shades_classic)
    bar.start(total, 0)
    return { step: () => bar.increment(), stop: () => bar.stop() }
  }
  let value = 0
  return {
    step: () => {
      const before = Math.floor((value * PARTS) / total)
      value++
      const tenth = Math.floor((value * PARTS) / total)
      if (tenth > before) terminal.print(`${what}: ${tenth * 100 / PARTS} % (${value} of ${total})`)
    },
    stop: () => undefined,
  }
}
