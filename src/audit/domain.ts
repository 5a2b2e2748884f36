/** Who an event is put down to: a member of staff, an operator at the command line, or the service itself. */
export type AuditActor = { readonly id: string; readonly name: string }

export const SYSTEM: AuditActor = { id: 'system', name: 'Osbu' }

export type ChainedEvent = {
  readonly seq: number
  readonly at: string
  readonly kind: string
  readonly actor: string
  readonly actorName: string
  readonly roundId: string | null
  readonly body: string
  readonly prevHash: string
}

/**
 * The exact text whose SHA-256 is an event's hash: a JSON array of its fields, the previous hash in lower-case hex
 * first. An array, because the order of an object's keys is nobody's promise.
 */
export function chainText(event: ChainedEvent): string {
  return JSON.stringify([
    event.prevHash, event.seq, event.at, event.kind, event.actor, event.actorName, event.roundId, event.body,
  ])
}
