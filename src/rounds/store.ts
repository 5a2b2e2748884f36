import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Db, Tx } from '../platform/database/index.ts'
import type { Round, Rules, Times } from './domain.ts'
import type { RoundTable } from './table.ts'

function toRound(row: Selectable<RoundTable>): Round {
  return {
    id: row.id, slug: row.slug, kind: row.kind, rehearsalOf: row.rehearsal_of, name: row.name,
    envelopeCents: row.envelope_cents, picksMin: row.picks_min, picksMax: row.picks_max, themes: row.themes,
    votingAge: row.voting_age, ageCutoff: row.age_cutoff, municipalityCodes: row.municipality_codes,
    mayReplace: row.may_replace, countingRule: row.counting_rule, topN: row.top_n,
    equalShares: row.equal_shares, voteType: row.vote_type, costBasis: row.cost_basis, tieRule: row.tie_rule,
    appealDays: row.appeal_days,
    ideasOpenAt: row.ideas_open_at, ideasCloseAt: row.ideas_close_at, votingOpenAt: row.voting_open_at,
    votingCloseAt: row.voting_close_at, paperUntil: row.paper_until, keysReadyAt: row.keys_ready_at,
    proposalsReadyAt: row.proposals_ready_at, rehearsedAt: row.rehearsed_at, publishedAt: row.published_at,
    forgottenAt: row.forgotten_at,
  }
}

export function rulesToRow(rules: Rules) {
  return {
    name: JSON.stringify(rules.name), envelope_cents: rules.envelopeCents, picks_min: rules.picksMin,
    picks_max: rules.picksMax, themes: JSON.stringify(rules.themes), voting_age: rules.votingAge,
    age_cutoff: rules.ageCutoff, municipality_codes: [...rules.municipalityCodes], may_replace: rules.mayReplace,
    counting_rule: rules.countingRule, top_n: rules.topN,
    equal_shares: rules.equalShares && JSON.stringify(rules.equalShares), cost_basis: rules.costBasis, tie_rule: rules.tieRule,
    appeal_days: rules.appealDays,
  }
}

export function timesToRow(times: Times) {
  return {
    ideas_open_at: times.ideasOpenAt, ideas_close_at: times.ideasCloseAt, voting_open_at: times.votingOpenAt,
    voting_close_at: times.votingCloseAt, paper_until: times.paperUntil,
  }
}

export async function findBySlug(db: Db, slug: string): Promise<Round | null> {
  const row = await db.selectFrom('round').selectAll().where('slug', '=', slug).executeTakeFirst()
  return row ? toRound(row) : null
}

export async function findById(db: Db, id: string): Promise<Round | null> {
  const row = await db.selectFrom('round').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toRound(row) : null
}

export async function list(db: Db): Promise<Round[]> {
  const rows = await db.selectFrom('round').selectAll().orderBy('voting_open_at', 'desc').orderBy('slug').execute()
  return rows.map(toRound)
}

/** The round with its row locked until the end of the transaction, so that nothing else decides on it meanwhile. */
export async function lock(tx: Tx, id: string): Promise<Round | null> {
  const row = await tx.selectFrom('round').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  return row ? toRound(row) : null
}

/** The new round, or null when its slug is taken. */
export async function insert(tx: Tx, row: Insertable<RoundTable>): Promise<Round | null> {
  const made = await tx.insertInto('round').values(row)
    .onConflict((conflict) => conflict.column('slug').doNothing()).returningAll().executeTakeFirst()
  return made ? toRound(made) : null
}

export async function update(tx: Tx, id: string, change: Updateable<RoundTable>): Promise<Round> {
  return toRound(await tx.updateTable('round').set(change).where('id', '=', id).returningAll().executeTakeFirstOrThrow())
}
