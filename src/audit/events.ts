import { z } from 'zod'

/**
 * The catalogue of what the audit chain records: every act of staff and every key event. The types of the events and
 * `docs/events.md` are made from it. A single cast ballot is never among them: of paper there are a station's totals of a day.
 */
const idea = z.object({ ideaId: z.int() })
const proposal = z.object({ number: z.int() })
const changes = z.record(z.string(), z.unknown())

export const EVENTS = {
  staff_signed_in: { says: 'A member of staff signed in.', body: z.object({ roles: z.array(z.string()) }) },
  staff_sessions_ended: {
    says: 'All sessions of a member of staff were ended by an operator.', body: z.object({ staff: z.string() }),
  },
  round_created: { says: 'A round was created with these rules.', body: changes },
  round_changed: { says: 'Rules or times of a round were changed before its voting opened.', body: changes },
  round_imported: {
    says: 'A past round was brought in with its result.',
    body: z.object({ proposals: z.int(), ballots: z.int(), voters: z.int().nullable() }),
  },
  closing_moved: {
    says: 'The end of voting was moved later, for a reason that is public.',
    body: z.object({ from: z.string(), to: z.string(), reason: z.string() }),
  },
  rehearsal_ended: { says: 'The voting of a rehearsal was ended at once.', body: z.object({ to: z.string() }) },
  station_added: { says: 'A station was added to a round.', body: z.object({ station: z.string(), name: z.string() }) },
  station_day_closed: {
    says: 'A station closed its day: its totals.',
    body: z.object({
      station: z.string(), day: z.string(), registered: z.int(), counted: z.int(), spoiled: z.int(), returned: z.int(),
      note: z.string().nullable(),
    }),
  },
  idea_entered: {
    says: 'Staff entered an idea that was received on paper or at a workshop.',
    body: idea.extend({ source: z.enum(['paper', 'workshop']) }),
  },
  idea_accepted: { says: 'An idea was accepted.', body: idea.extend({ reason: z.string().nullable() }) },
  idea_refused: { says: 'An idea was refused.', body: idea.extend({ reason: z.string(), textHidden: z.boolean() }) },
  idea_asked: { says: 'The author of an idea was asked a question.', body: idea.extend({ question: z.string() }) },
  idea_merged: {
    says: 'An idea was merged into another.',
    body: idea.extend({ intoIdeaId: z.int(), reason: z.string().nullable() }),
  },
  decision_prepared: {
    says: 'A decision on an idea was written and kept for later. It changes nothing until it is published.',
    body: idea.extend({ kind: z.enum(['accept', 'refuse', 'ask', 'merge']) }),
  },
  decision_discarded: { says: 'A decision that had been kept for later was thrown away.', body: idea },
  proposal_made: {
    says: 'A proposal was made from ideas.',
    body: proposal.extend({ ideaIds: z.array(z.int()), costMinCents: z.int(), costMaxCents: z.int() }),
  },
  proposal_changed: { says: 'A proposal was changed before the set was confirmed.', body: proposal.extend({ changes }) },
  proposal_removed: { says: 'A proposal was removed before the set was confirmed.', body: proposal },
  proposals_copied: {
    says: 'A rehearsal took the proposals of its round, in place of those that it had.',
    body: z.object({ from: z.string(), numbers: z.array(z.int()) }),
  },
  proposals_confirmed: {
    says: 'The set of proposals was confirmed: it stands on the ballot as it is.',
    body: z.object({ numbers: z.array(z.int()) }),
  },
  proposals_reopened: { says: 'The set of proposals was taken back for changes.', body: z.object({}) },
  roll_imported: { says: 'An extract of the population register was imported as the roll.', body: z.object({ entries: z.int() }) },
  keys_made: {
    says: 'The keys of a round were made and the shares of the private half shown to three key holders.',
    body: z.object({
      publicKey: z.string(), shareFingerprints: z.array(z.string()), holders: z.array(z.string()),
    }),
  },
  keys_proved: {
    says: 'Two shares were typed back from paper: the ceremony ended, and the keys are ready.',
    body: z.object({ publicKey: z.string(), shareFingerprints: z.array(z.string()), holders: z.array(z.string()) }),
  },
  keys_discarded: {
    says: 'The keys of a ceremony that never ended were discarded for new ones.',
    body: z.object({ publicKey: z.string() }),
  },
  urn_list_stored: {
    says: 'After the end of voting the list of all sealed ballots was stored.',
    body: z.object({ sealedCount: z.int(), sha256: z.string() }),
  },
  urn_opened: {
    says: 'Two key holders opened the urn.',
    body: z.object({
      sealedCount: z.int(), openedCount: z.int(), unopenable: z.int(), shareFingerprints: z.array(z.string()),
    }),
  },
  opening_refused: {
    says: 'An opening was tried and refused.',
    body: z.object({ reason: z.string() }),
  },
  tally_run: {
    says: 'The ballots were counted.',
    body: z.object({ rule: z.string(), version: z.string(), inputSha256: z.string() }),
  },
  implementation_told: {
    says: 'Staff told in public what has become of a winner.',
    body: proposal.extend({
      seq: z.int(), state: z.string(), stateBefore: z.string(), happenedOn: z.string(), text: z.string(), photo: z.boolean(),
    }),
  },
  result_published: { says: 'The result was published.', body: z.object({ inputSha256: z.string() }) },
  forgetting_begun: {
    says: 'Forget began: from here on it can only be finished. How much there was to destroy.',
    body: z.object({ witness: z.string(), sealedBallots: z.int(), rollEntries: z.int(), secretsLost: z.boolean() }),
  },
  round_forgotten: {
    says: 'Forget was done: what the software destroyed just now, and whether it could overwrite the database’s log on its disk.',
    body: z.object({
      sealedBallots: z.int(), rollEntries: z.int(), secretFiles: z.int(), logOverwritten: z.boolean(), witness: z.string(),
    }),
  },
  copies_destroyed: {
    says: 'Staff said that they destroyed copies which no software reaches.',
    body: z.object({ what: z.string(), note: z.string().nullable() }),
  },
} as const satisfies Record<string, { says: string; body: z.ZodType }>

export type EventKind = keyof typeof EVENTS
export type EventBody<K extends EventKind> = z.infer<(typeof EVENTS)[K]['body']>

function fieldsOf(body: z.ZodType): string {
  const schema = z.toJSONSchema(body) as { properties?: Record<string, unknown> }
  const names = Object.keys(schema.properties ?? {})
  if (names.length > 0) return names.map((name) => `\`${name}\``).join(', ')
  return schema.properties ? 'nothing more' : 'the fields concerned'
}

/** The text of `docs/events.md`. */
export function eventsDocument(): string {
  const rows = Object.entries(EVENTS).map(([kind, event]) => `| \`${kind}\` | ${event.says} | ${fieldsOf(event.body)} |`)
  return [
    '# What the audit chain records', '',
    'Generated from `src/audit/events.ts` by `npm run generate`. Every event also carries its place in the chain, the',
    'time, who acted, the round, the hash of the event before it and its own. A single cast ballot is never recorded.', '',
    '| event | what happened | carries |', '|---|---|---|', ...rows, '',
  ].join('\n')
}
