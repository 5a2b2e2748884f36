import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

export type SealedCookie = {
  readonly seal: (value: object) => string
  /** What was sealed; null when the text was not sealed by this key or has been changed. */
  readonly open: (text: string) => unknown
}

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Small values that travel through the browser and are nobody's to read: AES-256-GCM, nonce and tag in front. */
export function createSealedCookie(key: Buffer): SealedCookie {
  function seal(value: object): string {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
  }

  function open(text: string): unknown {
    const bytes = Buffer.from(text, 'base64url')
    if (bytes.length <= NONCE_BYTES + TAG_BYTES) return null
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
    try {
      const body = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
      return JSON.parse(body.toString('utf8'))
    } catch {
      return null
    }
  }

  return { seal, open }
}
