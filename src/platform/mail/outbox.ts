import { sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'
import { transact } from '../database/index.ts'
import { done } from '../../kernel/index.ts'
import type { Language } from '../http/index.ts'

/** A mail in words that its templates know: `kind` names the template, `params` fill it. */
export type Mail = {
  readonly kind: string
  readonly language: Language
  readonly params: Readonly<Record<string, unknown>>
}

export type OutgoingMail = Mail & {
  readonly to: string
  /** What it is about, such as `idea:12`. */
  readonly about: string
  /** What has happened, once for ever: a second mail for the same occasion is not written. */
  readonly occasion: string
}

export type WaitingMail = Mail & {
  readonly id: number
  readonly messageId: string
  readonly to: string
  readonly tries: number
}

/** Puts a mail into the outbox in the transaction of the change: it is sent if, and only if, the change is there. */
export async function enqueue(tx: Tx, mail: OutgoingMail, now: Date): Promise<void> {
  await tx.insertInto('outbox').values({
    kind: mail.kind, about: mail.about, occasion: mail.occasion, language: mail.language, to_address: mail.to,
    params: JSON.stringify(mail.params), made_at: now, due_at: now,
  }).onConflict((conflict) => conflict.column('occasion').doNothing()).execute()
}

/** Takes back what still waits about something. */
export async function stopMail(tx: Tx, about: readonly string[], now: Date): Promise<void> {
  if (about.length === 0) return
  await tx.updateTable('outbox').set({ to_address: null, params: null, done_at: now, outcome: 'stopped' })
    .where('about', 'in', about).where('done_at', 'is', null).execute()
}

/**
 * How long to wait after each try. The first pause is also for how long a mail is one process's own, so it must be
 * longer than any try takes. There are as many tries as pauses and one more.
 */
const PAUSES_MS = [5, 15, 60, 4 * 60, 12 * 60, 24 * 60, 48 * 60].map((minutes) => minutes * 60_000)
export const TRIES_MAX = PAUSES_MS.length + 1

/**
 * Takes the mail that has been due longest, for this process alone: until its next try is due nobody else sees it. So
 * a process that dies while sending delays its mail and loses none.
 */
export async function takeDue(db: Db, now: Date): Promise<WaitingMail | null> {
  const outcome = await transact(db, async (tx) => {
    const row = await tx.selectFrom('outbox').select(['id', 'message_id', 'kind', 'language', 'to_address', 'params', 'tries'])
      .where('done_at', 'is', null).where('due_at', '<=', now).orderBy('due_at').orderBy('id').limit(1)
      .forUpdate().skipLocked().executeTakeFirst()
    if (!row) return done(null)
    const pauseMs = PAUSES_MS[row.tries] ?? PAUSES_MS.at(-1)!
    await tx.updateTable('outbox').set({ tries: sql`tries + 1`, due_at: new Date(now.getTime() + pauseMs) })
      .where('id', '=', row.id).execute()
    return done<WaitingMail>({
      id: row.id, messageId: row.message_id, kind: row.kind, language: row.language, to: row.to_address!,
      params: row.params!, tries: row.tries + 1,
    })
  }, 'private')
  return outcome.ok ? outcome.value : null
}

/** Forgets that there was mail which was finished before an instant: nothing will tell the same again by then. */
export async function forgetFinished(db: Db, before: Date): Promise<number> {
  const outcome = await transact<number, never>(db, async (tx) =>
    done((await tx.deleteFrom('outbox').where('done_at', '<', before).returning('id').execute()).length))
  return outcome.ok ? outcome.value : 0
}

/** Strikes a mail off. Its address and words are not kept. */
export async function finish(db: Db, id: number, outcome: 'sent' | 'given_up', now: Date): Promise<void> {
  await transact(db, async (tx) => {
    await tx.updateTable('outbox').set({ to_address: null, params: null, done_at: now, outcome })
      .where('id', '=', id).where('done_at', 'is', null).execute()
    return done()
  }, 'private')
}
