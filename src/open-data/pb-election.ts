import { PabulibError, type PabulibHead, type PabulibVote, streamPabulib } from '../platform/pabulib/index.ts'
import type { TallyBallot, TallyInput } from '../tally/index.ts'

/** A `.pb` file that is no election, with everything that is wrong by line and field. */
export class ElectionError extends Error {
  constructor(faults: readonly PabulibError[]) {
    const more = faults.length - FAULTS_SHOWN
    super([...faults.slice(0, FAULTS_SHOWN).map(({ message }) => message), ...more > 0 ? [`… and ${more} more`] : []].join('\n'))
    this.name = 'ElectionError'
  }
}

const FAULTS_SHOWN = 20
const POINTS_MAX = 1_000_000

/** An election of a `.pb` file. Proposals are the rows of PROJECTS, numbered 1, 2, 3 in their order, and so are picks. */
export type Election = {
  readonly head: PabulibHead
  readonly voteType: NonNullable<TallyInput['voteType']>
  readonly picksMin: number
  readonly picksMax: number
  /** In the order of the file, under trackers that are their places: `0000000000000001`. */
  readonly ballots: readonly Ballot[]
  /** How many votes each row got, and how many points where the vote type has any. */
  readonly votes: readonly number[]
  readonly points: readonly number[] | null
  /** Ballots that name a project twice: it is counted once. */
  readonly repeats: number
  readonly fileSha256: string
}

type Ballot = TallyBallot & { readonly picks: number[] }

type Reading = {
  readonly head: PabulibHead
  readonly rowOf: ReadonlyMap<string, number>
  readonly picksMin: number
  readonly picksMax: number
  readonly votes: number[]
  readonly points: number[] | null
}

function readingOf(head: PabulibHead): Reading {
  const { projects, voteType } = head
  return {
    head, rowOf: new Map(projects.map(({ id }, row) => [id, row + 1])),
    picksMin: Math.max(1, head.minLength ?? 1),
    picksMax: voteType === 'choose-1' ? 1 : head.maxLength ?? Math.max(1, projects.length),
    votes: projects.map(() => 0),
    points: voteType === 'approval' || voteType === 'choose-1' ? null : projects.map(() => 0),
  }
}

/** What is wrong with the head beyond its form: no election here can be counted so. */
function headFaults({ head, picksMin, picksMax }: Reading): PabulibError[] {
  const { meta, metaLines, budgetCents, projects } = head
  const faults: PabulibError[] = []
  const at = (key: string): number => metaLines.get(key) ?? 1
  if (budgetCents < 1) faults.push(new PabulibError(at('budget'), 'budget', 'it must be more than 0'))
  if (picksMin > picksMax) {
    faults.push(new PabulibError(at('min_length'), 'min_length', `nobody can pick at least ${picksMin} and at most ${picksMax}`))
  }
  if (projects.length === 0) faults.push(new PabulibError(at('num_projects'), 'num_projects', 'there are no projects'))
  for (const { line, costCents, selected } of projects) {
    if (costCents < 1) faults.push(new PabulibError(line, 'cost', 'it must be more than 0'))
    if (selected !== null && !/^[0-3]?$/.test(selected)) {
      faults.push(new PabulibError(line, 'selected', `${JSON.stringify(selected)} is none of 0, 1, 2, 3`))
    }
  }
  if (meta.get('vote_type') === 'choose-1' && (head.maxLength ?? 1) !== 1) {
    faults.push(new PabulibError(at('max_length'), 'max_length', 'it must be 1 where the vote type is choose-1'))
  }
  return faults
}

function pointsOf({ points, picks, line }: PabulibVote): number[] {
  const texts = points === null || points === '' ? [] : points.split(',').map((text) => text.trim())
  if (texts.length !== picks.length) throw new PabulibError(line, 'points', `there are ${texts.length} for ${picks.length} projects`)
  return texts.map((text) => {
    const value = Number(text)
    if (/^\d{1,7}$/.test(text) && value <= POINTS_MAX) return value
    throw new PabulibError(line, 'points', `${JSON.stringify(text)} is not a whole number from 0 to ${POINTS_MAX}`)
  })
}

/** One vote as a ballot, added to the sums. Throws a PabulibError that names what is wrong. */
function ballotOf(vote: PabulibVote, place: number, reading: Reading): { ballot: Ballot; repeated: boolean } {
  const { head: { voteType }, rowOf, picksMin, picksMax, votes, points } = reading
  const { line, picks } = vote
  const pointed = voteType === 'cumulative' || voteType === 'scoring'
  const rows: number[] = []
  for (const id of picks) {
    const row = rowOf.get(id)
    if (row === undefined) throw new PabulibError(line, 'vote', `there is no project ${JSON.stringify(id)}`)
    if (!rows.includes(row)) rows.push(row)
  }
  if (rows.length === 0) throw new PabulibError(line, 'vote', 'it is blank')
  if (rows.length < picksMin) throw new PabulibError(line, 'vote', `it has ${rows.length} projects, less than ${picksMin}`)
  if (rows.length > picksMax) throw new PabulibError(line, 'vote', `it has ${rows.length} projects, more than ${picksMax}`)
  const repeated = rows.length < picks.length
  if (pointed && repeated) throw new PabulibError(line, 'vote', 'a project is there twice, with points each')
  if (!pointed && vote.points !== null && vote.points !== '') {
    throw new PabulibError(line, 'points', `votes of the type ${voteType} have none`)
  }
  const given = pointed ? pointsOf(vote) : null
  rows.forEach((row, i) => {
    votes[row - 1]! += 1
    if (points !== null) points[row - 1]! += given === null ? rows.length - i : given[i]!
  })
  const tracker = String(place).padStart(16, '0')
  return { ballot: given === null ? { tracker, picks: rows } : { tracker, picks: rows, points: given }, repeated }
}

/** Where the sums that the file tells differ from its votes. */
function sumFaults({ head, votes, points }: Reading): PabulibError[] {
  return head.projects.flatMap(({ line, fields, votes: told }, row) => {
    const faults: PabulibError[] = []
    if (told !== null && told !== votes[row]) {
      faults.push(new PabulibError(line, 'votes', `the file tells ${told}, but its votes are ${votes[row]}`))
    }
    const score = fields['score']?.trim()
    if (points !== null && score !== undefined && score !== '' && score !== String(points[row])) {
      faults.push(new PabulibError(line, 'score', `the file tells ${score}, but its votes give ${points[row]}`))
    }
    return faults
  })
}

/** SHA-256 of what comes piece by piece. */
export type Hash = { readonly update: (data: Uint8Array) => unknown; readonly hex: () => string }

/** Node's own, asked for where no other is given alone, because browsers run this module too. */
function hashOfNode(): Hash {
  const hash = process.getBuiltinModule('node:crypto').createHash('sha256')
  return { update: (data) => hash.update(data), hex: () => hash.digest('hex') }
}

/**
 * Reads an election chunk by chunk. Throws an `ElectionError` that names everything wrong by line and field: nothing of
 * a file that is not wholly right becomes an election.
 */
export async function readElection(chunks: AsyncIterable<Uint8Array>, hash: Hash = hashOfNode()): Promise<Election> {
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      hash.update(chunk)
      yield chunk
    }
  }
  let reading: Reading | null = null
  let repeats = 0
  const ballots: Ballot[] = []
  const faults: PabulibError[] = []
  let place = 0
  try {
    const head = await streamPabulib(hashed(), {
      onHead: (told) => {
        reading = readingOf(told)
        faults.push(...headFaults(reading))
      },
      onVote: (vote) => {
        place += 1
        try {
          const { ballot, repeated } = ballotOf(vote, place, reading!)
          ballots.push(ballot)
          if (repeated) repeats += 1
        } catch (error) {
          if (!(error instanceof PabulibError)) throw error
          faults.push(error)
        }
      },
    })
    const { picksMin, picksMax, votes, points } = reading!
    // Sums of votes that could not all be read say nothing.
    if (faults.length === 0) faults.push(...sumFaults(reading!))
    if (faults.length > 0) throw new ElectionError(faults)
    return { head, voteType: head.voteType, picksMin, picksMax, ballots, votes, points, repeats, fileSha256: hash.hex() }
  } catch (error) {
    throw error instanceof PabulibError ? new ElectionError([...faults, error]) : error
  }
}

/** The settings of a count for a rule of the format, and whether they are all of it. */
export type PabulibRules = Pick<TallyInput, 'rule' | 'equalShares'> & {
  /** What the file's rule does beyond these settings; null when they are the whole of it. */
  readonly beyond: string | null
}

const EQUAL_SHARES = {
  utility: 'cost', completion: 'none', startingBudget: 'exact', stopWhenExhausted: false, stepCents: 100,
} as const
const ADD_ONE = { ...EQUAL_SHARES, completion: 'add-one', startingBudget: 'integral' } as const

/**
 * How an election of the format is counted here by the rule that it names, or by another name of the format; null for a
 * rule that has no counterpart.
 */
export function rulesOf({ meta }: PabulibHead, name = meta.get('rule')): PabulibRules | null {
  const comparison = 'it then compares with greedy and takes what more voters prefer'
  const threshold = meta.has('min_project_score_threshold') ? 'it asks for a minimum of votes' : null
  const compared = threshold === null ? comparison : `${threshold} and ${comparison}`
  switch (name) {
    case 'greedy': return { rule: 'greedy', beyond: threshold }
    case 'greedy-no-skip': return { rule: 'greedy-no-skip', beyond: threshold }
    case 'greedy-threshold': return { rule: 'greedy', beyond: threshold ?? 'it asks for a minimum of votes' }
    case 'greedy-exclusive': return { rule: 'greedy', beyond: 'some projects exclude each other' }
    case 'equalshares': return { rule: 'equal-shares', equalShares: EQUAL_SHARES, beyond: threshold }
    case 'equalshares-comparison': return { rule: 'equal-shares', equalShares: EQUAL_SHARES, beyond: compared }
    case 'equalshares/add1': return { rule: 'equal-shares', equalShares: ADD_ONE, beyond: threshold }
    case 'equalshares/add1-comparison': return { rule: 'equal-shares', equalShares: ADD_ONE, beyond: compared }
    default: return null
  }
}

/** The rows that the file says were chosen, in their order; null when it does not say. */
export function selectedRows({ projects }: PabulibHead): number[] | null {
  if (projects.every(({ selected }) => selected === null || selected === '')) return null
  return projects.flatMap(({ selected }, row) => (selected === '1' ? [row + 1] : []))
}
