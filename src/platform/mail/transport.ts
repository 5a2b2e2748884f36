import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Transporter } from 'nodemailer'

/** A mail as it leaves: text first, and the same in simple HTML. */
export type Letter = {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Where one click stops mail like this (RFC 8058). */
  readonly unsubscribeUrl: string
}

/** Sends one mail, or throws; a `PermanentMailError` says that no later try will help. */
export type Transport = { readonly send: (letter: Letter) => Promise<void>; readonly close: () => void }

/** The server said for good that it will not take this mail. */
export class PermanentMailError extends Error {
  readonly code = 'EENVELOPE'
  readonly responseCode: number
  constructor(responseCode: number) {
    super(`refused for good (${responseCode})`)
    this.responseCode = responseCode
  }
}

type Settings = { readonly url: string | null; readonly from: string; readonly folder: string }

function messageOf(from: string, letter: Letter) {
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost'
  return {
    from, to: letter.to, subject: letter.subject, text: letter.text, html: letter.html,
    // The same for every try, so that a mailbox can tell a second copy for what it is.
    messageId: `<${letter.id}@${domain}>`,
    headers: {
      'List-Unsubscribe': `<${letter.unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      // Holiday answers to a machine help nobody (RFC 3834).
      'Auto-Submitted': 'auto-generated',
    },
  }
}

/** Without a mail server a mail becomes a file, whole or not at all. */
function fileTransport({ from, folder }: Settings): Transport {
  return {
    async send(letter) {
      const { createTransport } = await import('nodemailer')
      const writer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
      const { message } = await writer.sendMail(messageOf(from, letter))
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const path = join(folder, `${letter.id}.eml`)
      await writeFile(`${path}.new`, message as Buffer, { mode: 0o600 })
      await rename(`${path}.new`, path)
    },
    close() {},
  }
}

function smtpTransport(url: string, { from }: Settings): Transport {
  async function load(): Promise<Transporter> {
    const { createTransport } = await import('nodemailer')
    // A try is over long before the mail may be taken by another process.
    return createTransport({ url, connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000 })
  }
  // At once, but nobody waits for it; whoever sends is told what was wrong.
  const smtp = load()
  smtp.catch(() => undefined)
  return {
    async send(letter) {
      try {
        await (await smtp).sendMail(messageOf(from, letter))
      } catch (error) {
        const { code, responseCode } = error as { code?: string; responseCode?: number }
        // The server said for good that there is no such mailbox. A refused sign-in, say, is an operator's to mend.
        if (code === 'EENVELOPE' && responseCode !== undefined && responseCode >= 500) {
          throw new PermanentMailError(responseCode)
        }
        throw error
      }
    },
    close: () => void smtp.then((open) => open.close(), () => undefined),
  }
}

/** By SMTP where there is a server (`smtp://…`), else into files in a folder. */
export function createMailTransport(settings: Settings): Transport {
  return settings.url === null ? fileTransport(settings) : smtpTransport(settings.url, settings)
}
