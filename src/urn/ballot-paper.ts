import type { Rounds, Round } from '../rounds/index.ts'
import { hasVotingOpened } from '../rounds/index.ts'
import type { Proposals } from '../proposals/index.ts'
import type { Db } from '../platform/database/index.ts'
import { readSecrets, type RoundSecrets, type SecretName } from './secrets.ts'

/** All that casting needs to know of a round. Frozen since voting opened, but for whether the secrets are there. */
export type BallotPaper = {
  readonly round: Round
  readonly numbers: ReadonlySet<number>
  readonly publicKey: Buffer
  readonly secrets: RoundSecrets | { readonly missing: SecretName }
}

/** For so long a ballot paper is believed: a lost pepper file stops casting within it. */
const BELIEVED_MS = 1_000

export type BallotPapers = ReturnType<typeof createBallotPapers>

export function createBallotPapers(
  { db, rounds, proposals, secretsDir }: { db: Db; rounds: Rounds; proposals: Proposals; secretsDir: string },
) {
  const known = new Map<string, { readonly at: number; readonly paper: Promise<BallotPaper | null> }>()

  async function read(slug: string): Promise<BallotPaper | null> {
    const round = await rounds.bySlug(slug)
    if (!hasVotingOpened(round, rounds.now())) return null
    const key = await db.selectFrom('round_key').selectAll().where('round_id', '=', round.id).executeTakeFirstOrThrow()
    const secrets = await readSecrets(secretsDir, slug,
      { pepper: key.pepper_check, receiptKey: key.receipt_key_check, publicKey: key.public_key })
    return { round, numbers: new Set(await proposals.numbersOf(round.id)), publicKey: key.public_key, secrets }
  }

  /** The ballot paper of a round, null while its voting has not opened. Read anew once a second at most. */
  async function of(slug: string): Promise<BallotPaper | null> {
    const at = performance.now()
    const held = known.get(slug)
    if (held !== undefined && at - held.at < BELIEVED_MS) return held.paper
    const paper = read(slug)
    const mine = { at, paper }
    known.set(slug, mine)
    // Whoever forgets a round may be another process: what is not asked for any more is let go of.
    setTimeout(() => { if (known.get(slug) === mine) known.delete(slug) }, BELIEVED_MS).unref()
    // A failure, and a round that is not open yet, is asked for again at once.
    const found = await paper.catch((error: unknown) => { known.delete(slug); throw error })
    if (found === null) known.delete(slug)
    return found
  }

  /** Lets go of what is held of a round, its secrets among it. */
  function drop(slug: string): void {
    known.delete(slug)
  }

  return { of, drop }
}
