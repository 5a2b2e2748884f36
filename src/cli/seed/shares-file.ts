import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'

const HEAD = `# The shares of the demo's key holders; any two of a round open its urn.
# In a real round each is on paper with its holder alone, and no machine keeps it.
`

/** The shares that a demo's file holds of a round; none when there is no file. */
export async function readShares(path: string, slug: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return text.split('\n').map((line) => line.split(' | '))
    .filter(([round]) => round === slug).map(([, , share = '']) => share)
}

/** Adds the shares of a round to the demo's file, which its owner alone can read. */
export async function keepShares(
  path: string, slug: string, shares: readonly { readonly holder: string; readonly share: string }[],
): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, 'a', 0o600)
  try {
    const head = (await file.stat()).size === 0 ? HEAD : ''
    await file.appendFile(head + shares.map(({ holder, share }) => `${slug} | ${holder} | ${share}\n`).join(''))
    await file.sync()
  } finally {
    await file.close()
  }
}
