import { createHmac, createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The pepper makes voter keys, the receipt key makes trackers and marks. 32 bytes each, outside the database. The second is
 * held as an object, for making one of bytes costs four times what an HMAC with it does.
 */
export type RoundSecrets = { readonly pepper: Buffer; readonly receiptKey: KeyObject }

export const SECRET_NAMES = ['pepper', 'receipt-key'] as const
export type SecretName = (typeof SECRET_NAMES)[number]

function pathOf(folder: string, slug: string, name: SecretName): string {
  return join(folder, `${slug}.${name}`)
}

/**
 * By what a secret is known to be the one that the round was made with. It tells nothing of the secret. `bound` ties
 * something else to it: whoever changes that in the database cannot make the check value that goes with it.
 */
export function checkValue(secret: Buffer, bound: Buffer = Buffer.alloc(0)): Buffer {
  return createHmac('sha256', secret).update('check').update(bound).digest()
}

async function writeNew(path: string, secret: Buffer): Promise<void> {
  // `wx` fails when the file is there: a pepper is never made anew, for that would let everybody vote twice.
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(`${secret.toString('hex')}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A name that is lost in a power cut would lose the secret with it. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function setAside(path: string): Promise<void> {
  try {
    await rename(path, `${path}.unused-${randomBytes(4).toString('hex')}`)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

/**
 * Makes the files of a round that has no keys yet; the caller holds the round's lock and has made sure of that. Files
 * that a ceremony left which never ended were used by nothing; they are set aside, not destroyed.
 */
export async function makeSecrets(folder: string, slug: string): Promise<{ pepper: Buffer; receiptKey: Buffer }> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
  const secrets = { pepper: randomBytes(32), receiptKey: randomBytes(32) }
  for (const name of SECRET_NAMES) await setAside(pathOf(folder, slug, name))
  await writeNew(pathOf(folder, slug, 'pepper'), secrets.pepper)
  await writeNew(pathOf(folder, slug, 'receipt-key'), secrets.receiptKey)
  await syncFolder(folder)
  return secrets
}

/** The secret in a file, when it is the one that the round was made with; else null. */
export async function readSecret(
  folder: string, slug: string, name: SecretName, check: Buffer, bound?: Buffer,
): Promise<Buffer | null> {
  let text: string
  try {
    text = await readFile(pathOf(folder, slug, name), 'utf8')
  } catch {
    return null
  }
  const secret = Buffer.from(text.trim(), 'hex')
  return secret.length === 32 && timingSafeEqual(checkValue(secret, bound), check) ? secret : null
}

/**
 * The secrets of a round, or the name of the one whose file is missing or not the one it was made with. The receipt key
 * also answers for the public key: a foreign one in the database would let its owner read every vote.
 */
export async function readSecrets(
  folder: string, slug: string, checks: { pepper: Buffer; receiptKey: Buffer; publicKey: Buffer },
): Promise<RoundSecrets | { missing: SecretName }> {
  const pepper = await readSecret(folder, slug, 'pepper', checks.pepper)
  if (pepper === null) return { missing: 'pepper' }
  const receiptKey = await readSecret(folder, slug, 'receipt-key', checks.receiptKey, checks.publicKey)
  return receiptKey === null ? { missing: 'receipt-key' } : { pepper, receiptKey: createSecretKey(receiptKey) }
}
