import { randomBytes } from 'node:crypto'
import type { Test } from 'tap'
import { createAudit } from '../../src/audit/index.ts'
import type { ResidentActor, Role, StaffActor } from '../../src/identity/index.ts'
import { createIdeas, type EnterIdea, type SubmitIdea } from '../../src/ideas/index.ts'
import { done, type Outcome } from '../../src/kernel/index.ts'
import { createModeration, type Decide } from '../../src/moderation/index.ts'
import { transact } from '../../src/platform/database/index.ts'
import { createProposals, type CreateProposal, proposalsOf } from '../../src/proposals/index.ts'
import { createRounds } from '../../src/rounds/index.ts'
import { testDatabase } from '../support/index.ts'

const DAY_MS = 24 * 60 * 60 * 1000

export function resident(): ResidentActor {
  return { kind: 'resident', authorKey: randomBytes(32), votingRights: {} }
}

export function staff(name: string, ...roles: Role[]): StaffActor {
  return { kind: 'staff', id: `staff-${name}`, name, roles, station: roles.includes('clerk') ? 'spotti' : null }
}

export const maija = staff('Maija Moderaattori', 'moderator')
export const mikko = staff('Mikko Moderaattori', 'moderator')
export const paula = staff('Paula Päällikkö', 'manager')
export const kalle = staff('Kalle Virkailija', 'clerk')

/** The value of an outcome that must have been done. */
export function must<T>(outcome: Outcome<T, string>): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal.code} ${JSON.stringify(outcome.refusal.details)}`)
  return outcome.value
}

/** The fault that names one field of a request. */
export function faultIn(field: string, code: string) {
  return { code: 'invalid_request', fields: [{ field, code }] }
}

export function ideaOf(change: Partial<SubmitIdea> = {}): SubmitIdea {
  return {
    title: 'Penkkejä rantaraitille', body: 'Rantaraitilla ei ole paikkaa, johon istahtaa kesken kävelyn.',
    theme: 'ymparisto', language: 'fi', ...change,
  }
}

export function enteredOf(change: Partial<EnterIdea> = {}): EnterIdea {
  return { ...ideaOf(), source: 'paper', ...change }
}

export function proposalOf(ideaIds: number[], change: Partial<CreateProposal> = {}): CreateProposal {
  return {
    title: { fi: 'Penkkejä rantaan' }, summary: { fi: 'Kymmenen penkkiä rantaraitin varteen.' },
    costMinCents: 300_000, costMaxCents: 400_000, ideaIds, ...change,
  }
}

/** Three rooms on a real database, with a round in its ideas phase and a clock that can be moved. */
export async function testHouse(t: Test) {
  const db = await testDatabase(t)
  const began = Date.now()
  const offset = { ms: 0 }
  const clock = { now: () => new Date(Date.now() + offset.ms) }
  const audit = createAudit({ db, clock })
  const rounds = createRounds({ db, clock, audit })
  const ideas = createIdeas({ db, clock, audit, rounds, proposalsOf })
  const moderation = createModeration({ db, audit, rounds, ideas, proposalsOf })
  const proposals = createProposals({ db, clock, audit, rounds, ideas })
  const day = (n: number): string => new Date(began + n * DAY_MS).toISOString()

  async function makeRound(slug: string): Promise<string> {
    return must(await rounds.create(paula, {
      slug, kind: 'regular', name: { fi: 'Osbu' }, envelopeCents: 5_000_000, picksMin: 1, picksMax: 3,
      themes: [{ slug: 'ymparisto', name: { fi: 'Ympäristö' } }, { slug: 'muu', name: { fi: 'Muu' } }],
      votingAge: 12, ageCutoff: '2026-12-31', municipalityCodes: ['111'], mayReplace: true, countingRule: 'greedy',
      costBasis: 'max', tieRule: 'lot', ideasOpenAt: day(-1), ideasCloseAt: day(10), votingOpenAt: day(20),
      votingCloseAt: day(30),
    })).slug
  }

  const slug = await makeRound('osbu-2027')
  const to = { ideas: 0, review: 15, voting: 25, counting: 35 }

  return {
    db, clock, audit, rounds, ideas, moderation, proposals, slug, makeRound,
    /** Moves the clock into a phase; `upcoming` has none, for rounds are made as their ideas open. */
    enterPhase(phase: keyof typeof to): void { offset.ms = to[phase] * DAY_MS },
    async makeReady(of = slug): Promise<void> {
      const { id } = await rounds.bySlug(of)
      must(await transact(db, async (tx) => {
        await rounds.mark(tx, id, 'keysReadyAt', clock.now())
        await rounds.mark(tx, id, 'rehearsedAt', clock.now())
        return done()
      }))
    },
    async submit(author = resident(), change: Partial<SubmitIdea> = {}, of = slug) {
      return must(await ideas.submit(author, of, ideaOf(change)))
    },
    decide: async (id: number, decision: Decide, by = maija) => must(await moderation.decide(by, id, decision)),
    async accepted(change: Partial<SubmitIdea> = {}, author = resident(), of = slug) {
      const { id } = must(await ideas.submit(author, of, ideaOf(change)))
      return must(await moderation.decide(maija, id, { kind: 'accept', seq: 0 }))
    },
    kinds: async () => (await audit.page(1_000_000, 1000)).map((event) => event.kind).reverse(),
  }
}
