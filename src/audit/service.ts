import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { assert, type Clock } from '../kernel/index.ts'
import type { Db, Tx } from '../platform/database/index.ts'
import { type AuditActor, type ChainedEvent, chainText } from './domain.ts'
import { type EventBody, type EventKind, EVENTS } from './events.ts'
import { createHeads } from './heads.ts'
import './table.ts'

export type AuditEvent = ChainedEvent & { readonly hash: string }

/** Where a chain first breaks, or that it holds up to its head. */
export type Verification = { readonly ok: true; readonly events: number; readonly head: string }
  | { readonly ok: false; readonly seq: number; readonly reason: string }

/** What to look for in the chain; what is not given is not looked at. `text` stands anywhere in an event's own fields. */
export type AuditFilter = {
  readonly kind?: string
  readonly actor?: string
  readonly roundId?: string
  readonly text?: string
}

export type Audit = ReturnType<typeof createAudit>

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

export function createAudit({ db, clock }: { db: Db; clock: Clock }) {
  const { missingOwn, ...daily } = createHeads({ db, clock })

  /**
   * Adds an event in the transaction of the change that it tells of. Call it last: it holds the chain's head until
   * the commit, so that writers stand in line and no two events share a predecessor.
   */
  async function record<K extends EventKind>(
    tx: Tx, event: { kind: K; actor: AuditActor; roundId?: string; body: EventBody<K> },
  ): Promise<void> {
    const body = JSON.stringify(EVENTS[event.kind].body.parse(event.body))
    const head = await tx.selectFrom('audit_head').select(['seq', 'hash']).forUpdate().executeTakeFirstOrThrow()
    const at = clock.now()
    const chained: ChainedEvent = {
      seq: head.seq + 1, at: at.toISOString(), kind: event.kind, actor: event.actor.id, actorName: event.actor.name,
      roundId: event.roundId ?? null, body, prevHash: head.hash.toString('hex'),
    }
    const hash = sha256(chainText(chained))
    await tx.insertInto('audit_event').values({
      seq: chained.seq, at, kind: chained.kind, actor: chained.actor, actor_name: chained.actorName,
      round_id: chained.roundId, body, prev_hash: head.hash, hash,
    }).execute()
    await tx.updateTable('audit_head').set({ seq: chained.seq, hash }).execute()
  }

  /** Events before a place in the chain, newest first. */
  async function page(before: number, limit: number, filter: AuditFilter = {}): Promise<AuditEvent[]> {
    const { kind, actor, roundId, text } = filter
    const rows = await db.selectFrom('audit_event').selectAll().where('seq', '<', before)
      .$if(kind !== undefined, (query) => query.where('kind', '=', kind!))
      .$if(actor !== undefined, (query) => query.where('actor', '=', actor!))
      .$if(roundId !== undefined, (query) => query.where('round_id', '=', roundId!))
      .$if(text !== undefined, (query) => query.where(sql<boolean>`position(lower(${text}) in lower(body)) > 0`))
      .orderBy('seq', 'desc').limit(limit).execute()
    return rows.map(toEvent)
  }

  /** Everybody who stands in the chain, by the name that they had last. */
  async function actors(): Promise<AuditActor[]> {
    return db.selectFrom('audit_event').distinctOn('actor').select(['actor as id', 'actor_name as name'])
      .orderBy('actor').orderBy('seq', 'desc').execute()
  }

  /**
   * The events of one kind in one round, oldest first: for what the chain is the only place of, such as public reasons. Pass
   * a transaction to read within it.
   */
  async function ofRound<K extends EventKind>(roundId: string, kind: K, from: Db = db): Promise<EventBody<K>[]> {
    const rows = await from.selectFrom('audit_event').select('body').where('round_id', '=', roundId)
      .where('kind', '=', kind).orderBy('seq').execute()
    return rows.map((row) => JSON.parse(row.body) as EventBody<K>)
  }

  /**
   * Walks the whole chain and recomputes every hash: a changed, dropped or inserted row is found and named. A chain that
   * was written anew from end to end no longer holds the heads that were published of it.
   */
  async function verify(): Promise<Verification> {
    let prevHash = Buffer.alloc(32).toString('hex')
    let seq = 0
    for (;;) {
      const rows = await db.selectFrom('audit_event').selectAll().where('seq', '>', seq)
        .orderBy('seq').limit(1000).execute()
      for (const event of rows.map(toEvent)) {
        if (event.seq !== seq + 1) return { ok: false, seq: seq + 1, reason: 'the event is missing' }
        if (event.prevHash !== prevHash) return { ok: false, seq: event.seq, reason: 'it does not follow the event before it' }
        if (sha256(chainText(event)).toString('hex') !== event.hash) {
          return { ok: false, seq: event.seq, reason: 'its content does not match its hash' }
        }
        seq = event.seq
        prevHash = event.hash
      }
      if (rows.length === 0) break
    }
    const head = await db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst()
    assert(head, 'the chain has a head')
    if (head.seq !== seq || head.hash.toString('hex') !== prevHash) {
      return { ok: false, seq: seq + 1, reason: 'the chain ends before its head' }
    }
    const missing = await missingOwn()
    if (missing !== null) return { ok: false, seq: missing.seq, reason: `it is not the event whose hash was published on ${missing.day}` }
    return { ok: true, events: seq, head: prevHash }
  }

  return { record, page, actors, ofRound, verify, ...daily }
}

function toEvent(row: {
  seq: number; at: Date; kind: string; actor: string; actor_name: string; round_id: string | null; body: string
  prev_hash: Buffer; hash: Buffer
}): AuditEvent {
  return {
    seq: row.seq, at: row.at.toISOString(), kind: row.kind, actor: row.actor, actorName: row.actor_name,
    roundId: row.round_id, body: row.body, prevHash: row.prev_hash.toString('hex'), hash: row.hash.toString('hex'),
  }
}
