import { setTimeout as sleep } from 'node:timers/promises'
import type { TallyResult } from '../../tally/index.ts'
import { AnswerError, type Client } from './client.ts'
import type { PlannedProposal, ReplayPlan } from './plan.ts'

const HOUR_MS = 3_600_000
const THEME = 'muu'
const STATIONS = [
  { slug: 'spotti', name: 'SPOTTI', address: 'Torikatu 8' },
  { slug: 'kirjasto', name: 'Library', address: 'Kirkkokatu 1' },
  { slug: 'uimahalli', name: 'Swimming hall', address: 'Urheilukatu 1' },
]

export type Rehearsal = ReturnType<typeof createRehearsal>

/** The round as the demo's staff hold it, each by the doors of their own role. */
export function createRehearsal(client: Client, plan: ReplayPlan) {
  const manager = client.staff('manager')
  const moderator = client.staff('moderator')
  const clerk = client.staff('clerk-spotti')
  const holders = [client.staff('key-holder-1'), client.staff('key-holder-2')] as const
  const path = `/api/rounds/${plan.slug}`

  function roundRequest(now: Date): object {
    const at = (hours: number): string => new Date(now.getTime() + hours * HOUR_MS).toISOString()
    return {
      slug: plan.slug, kind: 'rehearsal', name: { fi: plan.name }, envelopeCents: plan.envelopeCents,
      picksMin: plan.picksMin, picksMax: plan.picksMax, themes: [{ slug: THEME, name: { fi: THEME } }],
      votingAge: 0, ageCutoff: now.toISOString().slice(0, 10), municipalityCodes: ['111'], mayReplace: true,
      countingRule: plan.rule, costBasis: 'max', tieRule: 'lower-cost',
      // Ideas are over, so proposals can be made; voting begins as soon as keys and proposals are there.
      ideasOpenAt: at(-3), ideasCloseAt: at(-2), votingOpenAt: at(-1), votingCloseAt: at(24),
    }
  }

  async function makeProposal({ number, title, projectId, costCents }: PlannedProposal): Promise<void> {
    const summary = `Project ${projectId} of an election that is replayed as a rehearsal.`
    const idea = await moderator.post<{ id: number }>(`${path}/ideas/received`,
      { source: 'paper', title: title.padEnd(5, '.'), body: summary, theme: THEME })
    await moderator.post(`/api/ideas/${idea.id}/decisions`, { kind: 'accept', seq: 0 })
    const made = await moderator.post<{ number: number }>(`${path}/proposals`, {
      ideaIds: [idea.id], title: { fi: title }, summary: { fi: summary },
      costMinCents: costCents, costMaxCents: costCents,
    })
    if (made.number !== number) throw new Error(`proposal ${number} became ${made.number}`)
  }

  /** Makes the round with all that its voting waits for, one proposal at a time in the order of their numbers. */
  async function prepare(onProposal: () => void): Promise<{ shares: string[] }> {
    await manager.post('/api/rounds', roundRequest(new Date()))
    for (const station of STATIONS) await manager.post(`${path}/stations`, station)
    for (const proposal of plan.proposals) {
      await makeProposal(proposal)
      onProposal()
    }
    await manager.post(`${path}/proposals/confirmation`)
    const { shares } = await holders[0].post<{ shares: { share: string }[] }>(`${path}/keys`,
      { holders: ['Aino Avain', 'Eero Avain', 'Inka Avain'] })
    for (const { share } of shares.slice(0, 2)) await holders[0].post(`${path}/keys/proof`, { share })
    return { shares: shares.map(({ share }) => share) }
  }

  /** Closes the day of the desk and says what the urn holds of it. */
  function closeDesk(counted: number): Promise<{ registered: number; counted: number }> {
    return clerk.put(`${path}/desk/day`,
      { counted, spoiled: 0, returned: 0, note: 'A replay: the forms are rows of a file.' })
  }

  async function openUrn(shares: readonly string[]): Promise<{ sealedCount: number; openedCount: number }> {
    for (let tries = 1; ; tries++) {
      try {
        return await holders[1].post(`${path}/opening`, { shares: [shares[0], shares[2]] })
      } catch (error) {
        // The database's clock closes the urn, and it may be a moment behind the one that ended the rehearsal.
        if (!(error instanceof AnswerError) || error.code !== 'voting_not_ended' || tries === 20) throw error
        await sleep(250)
      }
    }
  }

  /** Ends the voting, opens the urn with two of the shares, counts and publishes. */
  async function finish(shares: readonly string[]): Promise<{ sealedCount: number; openedCount: number }> {
    await manager.post(`${path}/rehearsal-end`)
    const opening = await openUrn(shares)
    await holders[1].post<TallyResult>(`${path}/tally`)
    await manager.post<TallyResult>(`${path}/publication`)
    return opening
  }

  return { path, clerk, prepare, closeDesk, finish }
}
