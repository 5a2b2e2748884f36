import type { Clock } from '../../kernel/index.ts'
import type { Db } from '../database/index.ts'
import type { Logger } from '../logging/index.ts'
import { finish, type Mail, takeDue, TRIES_MAX, type WaitingMail } from './outbox.ts'
import { type Letter, PermanentMailError, type Transport } from './transport.ts'

/** Makes the words of a mail. What it cannot make will not become better by waiting. */
export type Render = (mail: Mail) => Omit<Letter, 'id' | 'to'>

export type SenderDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly transport: Transport
  readonly render: Render
  readonly logger: Pick<Logger, 'warn' | 'error'>
}

export type Sender = {
  /** Sends what is due, one after another, and says how many have left. */
  readonly sendDue: () => Promise<number>
  /** Waits for the mail under way; nothing is sent after it. */
  readonly stop: () => Promise<void>
}

/** What may be told of a failure: an SMTP server likes to repeat the address in its words, and the log must not have it. */
function reasonOf(error: unknown): string {
  const { code, responseCode, name } = error as { code?: unknown; responseCode?: unknown; name?: unknown }
  return [code ?? name, responseCode].filter((part) => typeof part === 'string' || typeof part === 'number').join(' ')
}

/** Sends the mail of the outbox. Several processes may do so at once: each mail is taken by one of them. */
export function createSender({ db, clock, transport, render, logger }: SenderDeps): Sender {
  let stopped = false
  let running: Promise<number> | null = null

  async function sendOne(mail: WaitingMail): Promise<boolean> {
    try {
      await transport.send({ ...render(mail), id: mail.messageId, to: mail.to })
    } catch (error) {
      const told = { mail: mail.id, kind: mail.kind, tries: mail.tries, reason: reasonOf(error) }
      if (mail.tries >= TRIES_MAX || error instanceof PermanentMailError) {
        await finish(db, mail.id, 'given_up', clock.now())
        logger.error(told, 'a mail could not be sent and will not be tried again')
      } else {
        logger.warn(told, 'a mail could not be sent and will be tried later')
      }
      return false
    }
    await finish(db, mail.id, 'sent', clock.now())
    return true
  }

  async function run(): Promise<number> {
    let sent = 0
    while (!stopped) {
      const mail = await takeDue(db, clock.now())
      if (!mail) break
      if (await sendOne(mail)) sent++
    }
    return sent
  }

  function sendDue(): Promise<number> {
    running ??= run().finally(() => { running = null })
    return running
  }

  async function stop(): Promise<void> {
    stopped = true
    await running?.catch(() => undefined)
    transport.close()
  }

  return { sendDue, stop }
}
