import { type Clock, DAY_MS, done, Fault, fieldFault, newId, type Outcome, present, refuse } from '../kernel/index.ts'
import { type Db, restrictedAs, transact, type Tx } from '../platform/database/index.ts'
import type { Audit, AuditActor } from '../audit/index.ts'
import {
  APPEAL_DAYS_USUAL, areRulesFrozen, hasVotingOpened, latestClosing, misplacedTime, PAPER_DAYS_MAX, PAPER_GRACE_MS, type Phase, phaseOf,
  type Round, type RoundRefusal, type Rules, type Times, VOTING_DAYS_MAX, withSettings,
} from './domain.ts'
import type { ChangeRound, CreateRound } from './schema.ts'
import * as store from './store.ts'

export type Rounds = ReturnType<typeof createRounds>

/** A round that was held elsewhere: rules and times as a new one's, but for appeals, which were made there. */
export type ImportedRound = Omit<Rules, 'appealDays'> & Times & Pick<Round, 'slug' | 'voteType'>

/** What a room may note on a round once its own part is ready. */
export type ReadyMark = 'keysReadyAt' | 'proposalsReadyAt' | 'rehearsedAt' | 'publishedAt' | 'forgottenAt'

function checkRules(rules: Rules & Times): void {
  if (rules.countingRule === 'top-n' && rules.topN === null) throw fieldFault('topN', 'required')
  if (rules.picksMax < rules.picksMin) throw fieldFault('picksMax', 'too_small', { minimum: rules.picksMin })
  const themes = rules.themes.map((theme) => theme.slug)
  if (new Set(themes).size !== themes.length) throw fieldFault('themes', 'repeated')
  const misplaced = misplacedTime(rules)
  if (misplaced !== null) throw fieldFault(misplaced, 'out_of_order')
}

/**
 * Add-one ends before a share is the whole envelope: no proposal costs more, and whoever can pay for all of them is past it.
 * The count gives up after a million runs, so a step that could need more is refused while it can still be changed.
 */
const STEPS_MAX = 1_000_000

function checkStep({ equalShares, envelopeCents }: Pick<Rules, 'equalShares' | 'envelopeCents'>): void {
  if (!equalShares?.completion.startsWith('add-one')) return
  const minimum = Math.ceil(envelopeCents / STEPS_MAX)
  if (equalShares.stepCents < minimum) throw fieldFault('equalShares.stepCents', 'step_too_small', { minimum })
}

/** Neither time can be taken back once voting is open, and a slip of the year would keep the urn shut. */
function checkLengths(times: Times): void {
  const lasting = (field: 'votingCloseAt' | 'paperUntil', from: Date, days: number): void => {
    if (times[field].getTime() - from.getTime() > days * DAY_MS) throw fieldFault(field, 'lasts_too_long', { days })
  }
  lasting('votingCloseAt', times.votingOpenAt, VOTING_DAYS_MAX)
  lasting('paperUntil', times.votingCloseAt, PAPER_DAYS_MAX)
}

/**
 * Voting that opens or ends is never taken back, so a change of settings does neither at once: a slip of a day would hold the
 * whole vote of a round that is ready, without a vote. A round that lacks something opens when it gets that, as told.
 */
function checkOpening(round: Round, changed: Round, now: Date): void {
  if (hasVotingOpened(changed, now) && changed.votingCloseAt <= now) throw fieldFault('votingCloseAt', 'at_once')
  if (areRulesFrozen(changed, now) && changed.votingOpenAt < round.votingOpenAt) throw fieldFault('votingOpenAt', 'at_once')
}

function timesOf(text: Record<keyof Times, string>): Times {
  return {
    ideasOpenAt: new Date(text.ideasOpenAt), ideasCloseAt: new Date(text.ideasCloseAt),
    votingOpenAt: new Date(text.votingOpenAt), votingCloseAt: new Date(text.votingCloseAt),
    paperUntil: new Date(text.paperUntil),
  }
}

/** The fields of a change that were given, with instants as dates. */
function givenOf(change: ChangeRound): Partial<Rules & Times> {
  const times = ['ideasOpenAt', 'ideasCloseAt', 'votingOpenAt', 'votingCloseAt', 'paperUntil']
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, times.includes(name) ? new Date(value as string) : value]))
}

/** Which themes of a round something was sent under: told by the room above, which the rounds do not know. */
export type ThemesInUse = (tx: Tx, roundId: string) => Promise<string[]>

type RoundsDeps = { readonly db: Db; readonly clock: Clock; readonly audit: Audit; readonly themesInUse: ThemesInUse }

export function createRounds({ db, clock, audit, themesInUse }: RoundsDeps) {
  /** The round by its slug. Faults with `not_found`. */
  async function bySlug(slug: string): Promise<Round> {
    const round = await store.findBySlug(db, slug)
    if (!round) throw new Fault('not_found')
    return round
  }

  async function byId(id: string): Promise<Round> {
    return present(await store.findById(db, id), 'the round of a row exists')
  }

  /** The round, its row locked until the transaction ends: whoever decides on what belongs to it stands in line. */
  async function lock(tx: Tx, id: string): Promise<Round> {
    return present(await store.lock(tx, id), 'the round of a row exists')
  }

  function phase(round: Round): Phase {
    return phaseOf(round, clock.now())
  }

  /** How the end of voting was moved, and why. Public. */
  function closingMoves(round: Round) {
    return audit.ofRound(round.id, 'closing_moved')
  }

  /** All rounds, newest first, rehearsals among them (marked by their kind). */
  function list(): Promise<Round[]> {
    return store.list(db)
  }

  async function create(actor: AuditActor, request: CreateRound): Promise<Outcome<Round, RoundRefusal>> {
    const { slug, kind, rehearsalOf, ...rest } = request
    const paperUntil = rest.paperUntil
      ?? new Date(new Date(rest.votingCloseAt).getTime() + PAPER_GRACE_MS).toISOString()
    const rules = withSettings({ ...rest, topN: rest.topN ?? null, equalShares: rest.equalShares ?? null, appealDays: rest.appealDays ?? APPEAL_DAYS_USUAL, ...timesOf({ ...rest, paperUntil }) })
    checkRules(rules)
    checkStep(rules)
    checkLengths(rules)
    if (rehearsalOf !== undefined && kind !== 'rehearsal') throw fieldFault('rehearsalOf', 'only_for_rehearsals')
    const rehearsed = rehearsalOf === undefined ? null : await store.findBySlug(db, rehearsalOf)
    if (rehearsalOf !== undefined && rehearsed?.kind !== 'regular') throw fieldFault('rehearsalOf', 'unknown')
    return transact(db, async (tx) => {
      const round = await store.insert(tx, {
        id: newId(), slug, kind, rehearsal_of: rehearsed?.id ?? null, ...store.rulesToRow(rules),
        ...store.timesToRow(rules), created_at: clock.now(),
      })
      if (!round) return refuse('slug_taken', { slug })
      await audit.record(tx, { kind: 'round_created', actor, roundId: round.id, body: request })
      return done(round)
    })
  }

  /** Brings in a past round, within the transaction that brings in its ballots. It counts as published at once. */
  async function importPast(tx: Tx, past: ImportedRound): Promise<Outcome<Round, RoundRefusal>> {
    const rules = { ...past, appealDays: APPEAL_DAYS_USUAL }
    checkRules(rules)
    const round = await store.insert(tx, {
      id: newId(), slug: past.slug, kind: 'imported', rehearsal_of: null, ...store.rulesToRow(rules),
      ...store.timesToRow(past), vote_type: past.voteType, created_at: clock.now(),
    })
    return round ? done(round) : refuse('slug_taken', { slug: past.slug })
  }

  /** Changes rules and times until voting opens. A field that is not given stays. */
  async function change(actor: AuditActor, slug: string, request: ChangeRound): Promise<Outcome<Round, RoundRefusal>> {
    const { id } = await bySlug(slug)
    return transact(db, async (tx) => {
      const round = await lock(tx, id)
      const now = clock.now()
      if (areRulesFrozen(round, now) || round.kind === 'imported') return refuse('rules_frozen')
      const changed = withSettings({ ...round, ...givenOf(request) })
      checkRules(changed)
      checkStep(changed)
      checkLengths(changed)
      checkOpening(round, changed, now)
      // Ideas that came after the set was confirmed could not be decided on any more: the set is taken back first.
      if (round.proposalsReadyAt !== null && changed.ideasCloseAt > round.ideasCloseAt && changed.ideasCloseAt > now) {
        return refuse('rules_frozen')
      }
      // What stands on a confirmed ballot was checked against these; the set is taken back first.
      if (round.proposalsReadyAt !== null
        && (changed.envelopeCents !== round.envelopeCents || changed.picksMin > round.picksMin
          || (changed.topN !== null && (changed.topN !== round.topN || changed.costBasis !== round.costBasis)))) {
        return refuse('rules_frozen')
      }
      const kept = new Set(changed.themes.map((theme) => theme.slug))
      const lost = (await themesInUse(tx, id)).find((theme) => !kept.has(theme))
      if (lost !== undefined) {
        return refuse('theme_in_use', { theme: round.themes.find((theme) => theme.slug === lost)?.name.fi ?? lost })
      }
      const saved = await store.update(tx, id, { ...store.rulesToRow(changed), ...store.timesToRow(changed) })
      await audit.record(tx, { kind: 'round_changed', actor, roundId: id, body: request })
      return done(saved)
    })
  }

  /** Moves the end of voting later, by some days at most, with a public reason. Paper gets the same longer time. */
  async function moveClosing(
    actor: AuditActor, slug: string, request: { votingCloseAt: string; reason: string },
  ): Promise<Outcome<Round, RoundRefusal>> {
    const { id } = await bySlug(slug)
    const to = new Date(request.votingCloseAt)
    return transact(db, async (tx) => {
      const round = await lock(tx, id)
      const now = clock.now()
      if (!hasVotingOpened(round, now)) return refuse('voting_not_open')
      if (now >= round.votingCloseAt) return refuse('voting_has_ended')
      if (to <= round.votingCloseAt) return refuse('closing_moves_only_later')
      const latest = latestClosing(round)
      if (to > latest) throw fieldFault('votingCloseAt', 'moved_too_far', { latest: latest.toISOString() })
      const paperUntil = new Date(to.getTime() + round.paperUntil.getTime() - round.votingCloseAt.getTime())
      const saved = await store.update(tx, id, { voting_close_at: to, paper_until: paperUntil })
      await audit.record(tx, {
        kind: 'closing_moved', actor, roundId: id,
        body: { from: round.votingCloseAt.toISOString(), to: to.toISOString(), reason: request.reason },
      })
      return done(saved)
    }).catch(restrictedAs('voting_has_ended'))
  }

  /** Ends the voting of a rehearsal at once, on paper too. A real round's voting ends by the clock alone. */
  async function endRehearsal(actor: AuditActor, slug: string): Promise<Outcome<Round, RoundRefusal>> {
    const { id, kind } = await bySlug(slug)
    if (kind !== 'rehearsal') return refuse('not_a_rehearsal')
    return transact(db, async (tx) => {
      const round = await lock(tx, id)
      const now = clock.now()
      if (!hasVotingOpened(round, now)) return refuse('voting_not_open')
      if (now >= round.votingCloseAt) return refuse('voting_has_ended')
      // Voting lasts an instant at least: the database takes no other.
      const end = new Date(Math.max(now.getTime(), round.votingOpenAt.getTime() + 1))
      const saved = await store.update(tx, id, { voting_close_at: end, paper_until: end })
      await audit.record(tx, { kind: 'rehearsal_ended', actor, roundId: id, body: { to: end.toISOString() } })
      return done(saved)
    }).catch(restrictedAs('voting_has_ended'))
  }

  /** Notes on the round that a part of it is ready (or, for the proposals, is not any more). */
  async function mark(tx: Tx, id: string, what: ReadyMark, at: Date | null): Promise<void> {
    const column = ({
      keysReadyAt: 'keys_ready_at', proposalsReadyAt: 'proposals_ready_at', rehearsedAt: 'rehearsed_at',
      publishedAt: 'published_at', forgottenAt: 'forgotten_at',
    } as const)[what]
    await store.update(tx, id, { [column]: at })
  }

  return {
    bySlug, byId, lock, phase, closingMoves, list, create, importPast, change, moveClosing, endRehearsal, mark, now: clock.now,
  }
}
