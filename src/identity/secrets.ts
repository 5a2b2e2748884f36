import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { done } from '../kernel/index.ts'
import { type Db, transact } from '../platform/database/index.ts'
import { findSecretCheck, keepSecretCheck } from './store.ts'

const PEPPER = 'service.pepper'
const SESSION_KEY = 'session.key'

/** Starting must fail: the message names the file and what an operator has to do. */
export class SecretError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SecretError'
  }
}

function errorCode(error: unknown): unknown {
  return (error as { code?: unknown }).code
}

async function readSecret(path: string): Promise<Buffer | null> {
  try {
    const text = (await readFile(path, 'utf8')).trim()
    if (!/^[0-9a-f]{64}$/i.test(text)) {
      throw new SecretError(`${path} does not hold 32 bytes in hex. Restore it from the backup of SECRETS_DIR.`)
    }
    return Buffer.from(text, 'hex')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}

/** A link appears whole or not at all, so that a process that starts beside this one never reads half a secret. */
async function makeSecret(folder: string, path: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = join(folder, `.${randomBytes(8).toString('hex')}.new`)
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(`${randomBytes(32).toString('hex')}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(draft, path)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  } finally {
    await unlink(draft)
  }
  // Without this the name itself could be lost with the power, after keys have been made with the secret.
  const directory = await open(folder, 'r')
  await directory.sync().catch(() => undefined)
  await directory.close()
}

async function readOrMakeSecret(folder: string, name: string): Promise<Buffer> {
  const path = join(folder, name)
  const found = await readSecret(path)
  if (found) return found
  await makeSecret(folder, path)
  const made = await readSecret(path)
  if (!made) throw new SecretError(`${path} could not be made.`)
  return made
}

function checkValueOf(pepper: Buffer): Buffer {
  return createHmac('sha256', pepper).update('check').digest()
}

/**
 * The service's own pepper, 32 bytes, made at the very first start and never again: a new one would part everybody
 * from their ideas. Throws a `SecretError` when the database knows a pepper and the file is missing or another one.
 * Safe when two processes start at once: one of them makes the file, one of them the row, and both compare.
 */
export async function openPepper(db: Db, secretsDir: string): Promise<Buffer> {
  const path = join(secretsDir, PEPPER)
  const known = await findSecretCheck(db, PEPPER)
  const pepper = known ? await readSecret(path) : await readOrMakeSecret(secretsDir, PEPPER)
  if (!pepper) {
    throw new SecretError(`${path} is missing, and the database was used with it. Restore it from the backup of `
      + 'SECRETS_DIR, or point SECRETS_DIR to the right folder. It is not made anew: residents would lose their ideas.')
  }
  const own = checkValueOf(pepper)
  const kept = known ? done(known) : await transact(db, async (tx) => done(await keepSecretCheck(tx, PEPPER, own)))
  if (!kept.ok || !timingSafeEqual(kept.value, own)) {
    throw new SecretError(`${path} is not the one that this database was used with. Restore the right one from the `
      + 'backup of SECRETS_DIR, or point DATABASE_URL to the database that belongs to it.')
  }
  return pepper
}

/** The key that signs sessions. When its file is gone a new one is made: everybody signs in again, nothing is lost. */
export function openSessionKey(secretsDir: string): Promise<Buffer> {
  return readOrMakeSecret(secretsDir, SESSION_KEY)
}
