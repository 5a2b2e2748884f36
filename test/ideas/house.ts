import { randomBytes } from 'node:crypto'
import type { Test } from 'tap'
import type { ResidentActor, Role, StaffActor } from '../../src/identity/index.ts'
import type { EnterIdea, SubmitIdea } from '../../src/ideas/index.ts'
import { done } from '../../src/kernel/index.ts'
import type { Decide } from '../../src/moderation/index.ts'
import { transact } from '../../src/platform/database/index.ts'
import type { CreateProposal } from '../../src/proposals/index.ts'
import { holdCeremony, must, roundRequest, testWorld } from '../support/index.ts'

export { must }

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

/** The service with a round in its ideas phase, and what a test of ideas does most. */
export async function testHouse(t: Test) {
  const world = await testWorld(t)
  const { audit, clock, ideas, moderation, rounds } = world
  const began = Date.now()
  const day = (n: number): string => new Date(began + n * DAY_MS).toISOString()

  async function makeRound(slug: string): Promise<string> {
    return must(await rounds.create(paula, roundRequest({
      slug, themes: [{ slug: 'ymparisto', name: { fi: 'Ympäristö' } }, { slug: 'muu', name: { fi: 'Muu' } }],
      ideasOpenAt: day(-1), ideasCloseAt: day(10), votingOpenAt: day(20), votingCloseAt: day(30), paperUntil: day(31),
    }))).slug
  }

  const slug = await makeRound('osbu-2027')
  const to = { ideas: 0, review: 15, voting: 25 }

  return {
    ...world, slug, makeRound,
    enterPhase(phase: keyof typeof to): void { clock.set(began + to[phase] * DAY_MS) },
    /** All that voting waits for besides its time and the proposals. */
    async makeReady(): Promise<void> {
      await holdCeremony(world, slug)
      const { id } = await rounds.bySlug(slug)
      must(await transact(world.db, async (tx) => {
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
