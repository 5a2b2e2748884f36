import { dayOf, present } from '../kernel/index.ts'
import { pabulibAmount, pabulibLines, pabulibText } from '../platform/pabulib/index.ts'
import type { Tally, TallyBallot, TallyResult } from '../tally/index.ts'
import { pabulibRule } from './pb-rule.ts'

type Published = Awaited<ReturnType<Tally['published']>>

function dotted(instant: Date): string {
  return dayOf(instant).split('-').reverse().join('.')
}

/** Text of others inside a comment: it must not look like the beginning of another comment. */
function quoted(text: string): string {
  return pabulibText(text).replace(/#(?=\d+:)/g, 'no. ')
}

const TIES: Readonly<Record<TallyResult['tieRule'], string>> = {
  'lower-cost': 'the lower cost first, then the lower number', 'proposal-number': 'the lower number first',
  lot: 'a lot that anybody can draw again from the hash of what was counted', none: 'no rule',
}

/** The same where a rule goes by rounds, in which what is tied need not have equal votes. */
const TIES_OF_ROUNDS: typeof TIES = { ...TIES, 'lower-cost': 'the lower cost first, then more votes, then the lower number' }

/** What the rule was, where the format has no name for it. */
function ruleInWords({ rule, topN, equalShares }: TallyResult): string {
  if (rule === 'top-n') return `the first ${topN} by votes`
  if (equalShares === undefined) return rule
  const { utility, completion, startingBudget, stopWhenExhausted } = equalShares
  return `Method of Equal Shares, utility ${utility}, completion ${completion}, starting budget ${startingBudget}`
    + `${stopWhenExhausted ? ', stopping at exhaustion' : ''}`
}

/** How ties were broken, where there were any: between equal votes, and in the rounds of a rule that goes by rounds. */
function tiesInWords({ ties, trace, tieRule }: TallyResult): string {
  if (trace === undefined) {
    return ties.length === 0 ? '' : `Equal votes are placed by ${TIES[tieRule]}. Rows of PROJECTS stand in the order of the count.`
  }
  return ties.length + trace.ties.length === 0 ? ''
    : `Where a round of the rule could choose among several projects, it took ${TIES_OF_ROUNDS[tieRule]}. `
      + 'Rows of PROJECTS stand by votes, not in the order in which the rounds chose them.'
}

/** Everything that a reader must know and that no column of the format holds. */
function commentsOf({ result, proposals, source, unopenable, round }: Published, left: number, rule: string): string[] {
  const { rows, voters, blankBallots, invalidBallots, inputSha256, picksMax } = result
  const missing = left + unopenable.length
  const told = [
    ['The licence is CC BY 4.0.', round.kind === 'rehearsal' ? 'This is a rehearsal and no real vote.' : ''],
    ['A voter id is the place of the ballot in the published list, which is sorted by random codes.'],
    [missing === 0 ? '' : `${missing} ballots are not in VOTES because they gave no votes: ${blankBallots} blank, `
      + `${invalidBallots.length} invalid and ${unopenable.length} that could not be opened. `
      + (voters === null ? '' : `With them there were ${voters} voters.`)],
    [missing === 0 && voters !== null && voters !== result.ballots ? `The number of voters was ${voters}.` : ''],
    [rows.some(({ costMinCents, costMaxCents }) => costMinCents !== costMaxCents)
      ? `Costs were estimated as ranges and the ${result.costBasis === 'max' ? 'upper' : 'lower'} end was counted.` : ''],
    [proposals.some(({ costIsExample }) => costIsExample) ? 'Costs were never published and are examples.' : ''],
    [picksMax > rows.length ? `A voter might have picked up to ${picksMax}.` : ''],
    [tiesInWords(result)],
    [rule === 'unknown' ? `The rule was ${ruleInWords(result)}, which the format cannot name or check here.` : ''],
    [source === null ? '' : quoted(source.note.en ?? source.note.fi)],
    [`The SHA-256 of all that was counted is ${inputSha256}.`],
  ]
  return told.map((sentences) => sentences.filter((sentence) => sentence !== '').join(' ').trim()).filter((text) => text !== '')
}

/**
 * A published round as a Pabulib `.pb` file: UTF-8 without BOM, LF. PROJECTS stand in the final order, because the
 * format breaks ties by it; ballots without votes are told in `comment`, for VOTES cannot hold them.
 */
export function resultPb(published: Published, ballots: readonly TallyBallot[]): string {
  const { round, result, proposals } = published
  const { rows, envelopeCents, voteType = 'approval', picksMin, picksMax } = result
  const title = new Map(proposals.map((proposal) => [proposal.number, pabulibText(proposal.title.fi)]))
  const invalid = new Set(result.invalidBallots.map(({ tracker }) => tracker))
  const places = ballots.flatMap(({ tracker, picks }, place) => (picks.length > 0 && !invalid.has(tracker) ? [place] : []))
  const total = rows.reduce((sum, { costCents }) => sum + BigInt(costCents), 0n)
  const rule = pabulibRule(result)
  const type = voteType === 'approval' && picksMax === 1 ? 'choose-1' : voteType
  const scored = result.points !== undefined
  const pointed = type === 'cumulative' || type === 'scoring'
  const most = places.reduce((sum, place) => Math.max(sum, (ballots[place]!.points ?? []).reduce((all, one) => all + one, 0)), 0)
  // What was held elsewhere stays of there.
  const own = { country: 'Finland', unit: 'Heinola', instance: dayOf(round.votingCloseAt).slice(0, 4), language: 'fi', currency: 'EUR' }
  const place: Readonly<Record<string, string | undefined>> = published.source?.meta ?? own
  const told = (key: string): string | null => (place[key] === undefined ? null : pabulibText(place[key]))
  const comment = commentsOf(published, ballots.length - places.length, rule).map((text, i) => `#${i + 1}: ${text}`).join(' ')
  const meta: [string, string | number | null][] = [
    ['description', quoted(place['description'] ?? `${round.name.fi}, participatory budgeting`)],
    ...(['country', 'unit', 'district', 'subunit', 'instance'] as const).map((key) => [key, told(key)] as [string, string | null]),
    ['num_projects', rows.length], ['num_votes', places.length],
    ['budget', pabulibAmount(envelopeCents)], ['vote_type', type], ['rule', rule],
    ['date_begin', dotted(round.votingOpenAt)], ['date_end', dotted(round.votingCloseAt)],
    ['min_length', picksMin], ['max_length', Math.min(picksMax, rows.length)],
    ['max_sum_points', type === 'cumulative' ? Math.max(1, most) : null],
    ['edition', told('edition')], ['language', told('language')], ['currency', told('currency')],
    ['fully_funded', total <= BigInt(envelopeCents) ? 1 : null],
    ['experimental', round.kind === 'rehearsal' ? 1 : null], ['comment', comment],
  ]
  const lines = pabulibLines(meta, {
    columns: ['project_id', 'cost', 'votes', ...scored ? ['score'] : [], 'name', 'selected'],
    rows: rows.map((row) => [
      String(row.number), pabulibAmount(row.costCents), String(row.votes), ...scored ? [String(row.points ?? 0)] : [],
      present(title.get(row.number), 'a counted proposal exists'), row.outcome === 'carried_out' ? '1' : '0',
    ]),
  }, {
    columns: ['voter_id', 'vote', ...pointed ? ['points'] : []],
    rows: (function* () {
      for (const place of places) {
        const { picks, points } = ballots[place]!
        yield [String(place + 1), picks.join(','), ...pointed ? [(points ?? []).join(',')] : []]
      }
    })(),
  })
  return `${[...lines].join('\n')}\n`
}
