import { randomBytes } from 'node:crypto'
import { open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readSecret, SECRET_NAMES, syncFolder } from './secrets.ts'

type Owner = { readonly id: string; readonly slug: string }
type Checks = { readonly pepper: Buffer; readonly receiptKey: Buffer; readonly publicKey: Buffer }

/**
 * What is left of a round's secrets. `there`: both files, as the round was made with. `destroyed`: this folder says that
 * their destruction was begun here. `missing`: neither, so they may still lie in another folder. `files` are the round's own,
 * those among them that a ceremony set aside; a file that is not the one the round was made with is somebody else's.
 */
export type SecretsLeft = { readonly state: 'there' | 'destroyed' | 'missing'; readonly files: readonly string[] }

function markerOf(folder: string, { slug }: Owner): string {
  return join(folder, `${slug}.forgotten`)
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
}

async function isMarked(folder: string, owner: Owner): Promise<boolean> {
  return readFile(markerOf(folder, owner), 'utf8').then((text) => text.trim() === owner.id, () => false)
}

/** Looks for the secrets of a round, and whether their destruction was begun in this folder. */
export async function findSecrets(folder: string, owner: Owner, checks: Checks): Promise<SecretsLeft> {
  const marked = await isMarked(folder, owner)
  const whole = {
    pepper: await readSecret(folder, owner.slug, 'pepper', checks.pepper) !== null,
    'receipt-key': await readSecret(folder, owner.slug, 'receipt-key', checks.receiptKey, checks.publicKey) !== null,
  }
  const files = (await namesIn(folder)).filter((name) => SECRET_NAMES.some((secret) => {
    const own = `${owner.slug}.${secret}`
    return name === own ? marked || whole[secret] : name.startsWith(`${own}.unused-`)
  }))
  return { files, state: marked ? 'destroyed' : whole.pepper && whole['receipt-key'] ? 'there' : 'missing' }
}

/**
 * Writes over a file before its name is taken away. On a disk that writes each change elsewhere, or below a file system that
 * keeps old versions, the old bytes may outlast this: `docs/command-line.md` says so.
 */
async function destroyFile(path: string): Promise<void> {
  const file = await open(path, 'r+').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  try {
    if (file === null) return
    const { size } = await file.stat()
    await file.write(randomBytes(size), 0, size, 0)
    await file.sync()
  } finally {
    await file?.close()
  }
  await rm(path, { force: true })
}

/**
 * Destroys files of a round's secrets. First it leaves a mark in the folder, by which a second try knows that files which
 * are no longer there, or half written over, were destroyed here and are not merely out of sight.
 */
export async function destroySecrets(folder: string, owner: Owner, files: readonly string[]): Promise<void> {
  const marker = await open(markerOf(folder, owner), 'w', 0o600)
  try {
    await marker.writeFile(`${owner.id}\n`)
    await marker.sync()
  } finally {
    await marker.close()
  }
  await syncFolder(folder)
  for (const name of files) await destroyFile(join(folder, name))
  await syncFolder(folder)
}
