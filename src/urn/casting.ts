import { assert, done, Fault, fieldFault, type Outcome, refuse } from '../kernel/index.ts'
import type { ResidentActor } from '../identity/index.ts'
import { type Db, inTurn, wasRefused } from '../platform/database/index.ts'
import type { Rounds } from '../rounds/index.ts'
import type { BallotPaper, BallotPapers } from './ballot-paper.ts'
import { type Channel, type EligibilityRefusal, picksFault, refusalOf, type UrnRefusal } from './domain.ts'
import { createGroupCommit, inTime } from './group-commit.ts'
import { markOf, seal, sealedHash, trackerOf } from './sealing.ts'
import type { RoundSecrets } from './secrets.ts'
import * as store from './store.ts'

/** A vote as somebody sends it: the picks, the id of the decision, and the revision that it takes the place of. */
export type Vote = { readonly picks: readonly number[]; readonly castId: string; readonly replaces: number }

export type Receipt = {
  readonly tracker: string
  readonly revision: number
  /** Lower-case hex. */
  readonly sealedSha256: string
  /** `yyyy-mm-dd` in Heinola. */
  readonly castOn: string
  /** The very same vote was in the urn already: a retry. */
  readonly again: boolean
}

export type BallotStatus = { readonly channel: Channel; readonly castOn: string; readonly revision: number }

export type Casting = ReturnType<typeof createCasting>

type Deps = { db: Db; rounds: Rounds; papers: BallotPapers; alarm: (message: string) => void }

export function createCasting({ db, rounds, papers, alarm }: Deps) {
  const online = createGroupCommit<store.SealedBallot, store.Cast | null>({
    keyOf: store.placeOf, commit: (ballots) => store.castOnline(db, ballots), wasRefused,
  })

  /** The ballot paper of a round whose voting has opened, with its secrets; without them casting stops. */
  async function openPaper(slug: string): Promise<Outcome<BallotPaper & { secrets: RoundSecrets }, UrnRefusal>> {
    const paper = await papers.of(slug)
    if (paper === null) return refuse('voting_not_open')
    if ('missing' in paper.secrets) {
      // After the result nobody votes any more, and a forgotten round has no secrets: that alarms nobody.
      if (paper.round.publishedAt !== null) return refuse('voting_closed')
      alarm(`casting in ${slug} has stopped: its ${paper.secrets.missing} file is missing or not the one it was made with`)
      return refuse('casting_stopped')
    }
    return done({ ...paper, secrets: paper.secrets })
  }

  function checkPicks(paper: BallotPaper, picks: readonly number[]): void {
    const fault = picksFault(picks, { ...paper.round, numbers: paper.numbers })
    if (fault !== null) {
      throw fieldFault(fault.index === null ? 'picks' : `picks.${fault.index}`, fault.code, fault.params)
    }
  }

  /** Seals the ballot, lets the urn take it or say why not, and makes the receipt. The answer comes after the commit. */
  async function put(
    paper: BallotPaper & { secrets: RoundSecrets }, voterKey: Buffer, vote: Vote, desk: store.AtDesk | null,
  ): Promise<Outcome<Receipt, UrnRefusal>> {
    const { round, secrets: { receiptKey } } = paper
    const channel: Channel = desk === null ? 'online' : 'paper'
    const mark = markOf(receiptKey, { voterKey, ...vote })
    const trackerAt = (revision: number) => trackerOf(receiptKey, { voterKey, revision, castId: vote.castId })
    const tracker = trackerAt(vote.replaces + 1)
    const sealed = seal({ tracker, picks: vote.picks },
      { id: round.id, picksMax: round.picksMax, publicKey: paper.publicKey })
    const ballot = { roundId: round.id, voterKey, mark, sealed, replaces: vote.replaces }
    const cast = desk === null ? await online.put(ballot) : await inTime(inTurn(db, () => store.castPaper(db, ballot, desk)))
    if (cast !== null) {
      assert(cast.revision === vote.replaces + 1, 'the revision in the urn is the one that the tracker was made for')
      return done({
        tracker, revision: cast.revision, castOn: cast.castOn, again: false,
        sealedSha256: sealedHash(sealed).toString('hex'),
      })
    }
    // The same mark is the same vote by the same decision: it is in the urn, and closing does not take its receipt away.
    const isSame = (row: store.FoundRow | null): row is store.FoundRow => row !== null && row.mark.equals(mark) && row.channel === channel
    const receiptOf = (row: store.FoundRow): Outcome<Receipt, UrnRefusal> => done({
      tracker: trackerAt(row.revision), revision: row.revision, castOn: row.castOn, again: true,
      sealedSha256: row.sealedSha256.toString('hex'),
    })
    let row = await store.findRow(db, round.id, voterKey)
    if (isSame(row)) return receiptOf(row)
    const voting = await store.votingState(db, round.id, channel)
    if (voting === 'closed') {
      // Its first try may be on its way: too late is a final answer, so it waits until none is, and looks once more.
      if (await store.isAnyUnderWay(db, round.id, channel)) throw new Fault('unavailable')
      row = await store.findRow(db, round.id, voterKey)
      if (isSame(row)) return receiptOf(row)
    }
    const { code, details } = refusalOf({ channel, replaces: vote.replaces, mayReplace: round.mayReplace }, row, voting)
    return refuse(code, details)
  }

  /** The voter key and right of a signed-in resident. Rights are given at sign-in, to rounds whose voting is open. */
  function rightOf(resident: ResidentActor, roundId: string): Outcome<{ voterKey: Buffer }, UrnRefusal> {
    const right = resident.votingRights[roundId]
    if (right === undefined) return refuse('sign_in_again')
    if (right.refusal !== null) return refuse(right.refusal as EligibilityRefusal)
    return done({ voterKey: Buffer.from(right.voterKey, 'base64url') })
  }

  /**
   * Casts, replaces or, with the same cast id and picks, confirms a resident's ballot. Faults name `picks`.
   * The plain picks live in this call alone: they are neither stored nor logged.
   */
  async function cast(resident: ResidentActor, slug: string, vote: Vote): Promise<Outcome<Receipt, UrnRefusal>> {
    const paper = await openPaper(slug)
    if (!paper.ok) return paper
    const right = rightOf(resident, paper.value.round.id)
    if (!right.ok) return right
    checkPicks(paper.value, vote.picks)
    return put(paper.value, right.value.voterKey, vote, null)
  }

  /** Registers a paper ballot for somebody whom a clerk has identified and who may vote. For the stations alone. */
  async function castOnPaper(
    slug: string, voterKey: Buffer, vote: Vote, desk: store.AtDesk,
  ): Promise<Outcome<Receipt, UrnRefusal>> {
    const paper = await openPaper(slug)
    if (!paper.ok) return paper
    checkPicks(paper.value, vote.picks)
    if (vote.replaces > 0 && desk.correctionReason === null) throw fieldFault('correctionReason', 'required')
    if (vote.replaces === 0 && desk.correctionReason !== null) throw fieldFault('replaces', 'required')
    return put(paper.value, voterKey, vote, desk)
  }

  /** What the urn holds of a resident: whether, when and how often, never what. */
  async function myBallot(resident: ResidentActor, slug: string) {
    const round = await rounds.bySlug(slug)
    const right = resident.votingRights[round.id]
    if (right === undefined) {
      // Without the round's secrets no sign-in gives a right, so signing in again would help nobody.
      const paper = await openPaper(slug)
      return !paper.ok && paper.refusal.code === 'casting_stopped' ? paper : refuse('sign_in_again')
    }
    const row = await store.findRow(db, round.id, Buffer.from(right.voterKey, 'base64url'))
    return done({
      mayVote: right.refusal === null, refusal: right.refusal, mayReplace: round.mayReplace,
      ballot: row && { channel: row.channel, castOn: row.castOn, revision: row.revision } satisfies BallotStatus,
    })
  }

  /** Whether an online vote that was sent before the end may still come into the urn. What the urn holds is asked after this. */
  const mayStillCome = ({ id }: { readonly id: string }): Promise<boolean> => store.isAnyUnderWay(db, id, 'online')

  return { openPaper, cast, castOnPaper, myBallot, mayStillCome }
}

/** The cast id of a request: in its body or, for API clients, in the header `Idempotency-Key`. */
export function castIdOf(inBody: string | undefined, header: string | string[] | undefined): string {
  if (inBody !== undefined) return inBody
  if (header === undefined) throw fieldFault('castId', 'required')
  if (typeof header !== 'string' || !/^[0-9a-f]{32}$/.test(header)) {
    throw new Fault('invalid_request', [{ field: 'Idempotency-Key', code: 'invalid' }])
  }
  return header
}
