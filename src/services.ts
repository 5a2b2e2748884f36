import { createAudit } from './audit/index.ts'
import type { Config } from './config.ts'
import { createIdeas, themesInUse } from './ideas/index.ts'
import { createIdentity } from './identity/index.ts'
import type { Clock } from './kernel/index.ts'
import { createModeration } from './moderation/index.ts'
import type { Db } from './platform/database/index.ts'
import { createImplementation, createProposals, proposalsOf } from './proposals/index.ts'
import { createRounds } from './rounds/index.ts'
import { createStations } from './stations/index.ts'
import { createTally } from './tally/index.ts'
import { createUrn } from './urn/index.ts'

export type Services = Awaited<ReturnType<typeof createServices>>

export type ServicesDeps = {
  readonly config: Pick<Config, 'production' | 'demo' | 'residents' | 'staff' | 'staffRolesClaim' | 'secretsDir'>
    & Partial<Pick<Config, 'contact'>>
  readonly db: Db
  readonly clock: Clock
  /** The origin that browsers use, known once the service listens. */
  readonly publicUrl: () => string
  /** Told when only an operator can help. */
  readonly alarm: (message: string) => void
}

/** The rooms, wired by hand from the ground up. */
export async function createServices({ config, db, clock, publicUrl, alarm }: ServicesDeps) {
  const audit = createAudit({ db, clock })
  const rounds = createRounds({ db, clock, audit, themesInUse })
  const ideas = createIdeas({ db, clock, audit, rounds, proposalsOf })
  const moderation = createModeration({ db, audit, rounds, ideas, proposalsOf })
  const proposals = createProposals({ db, clock, audit, rounds, ideas })
  const urn = createUrn({ db, clock, audit, rounds, proposals, secretsDir: config.secretsDir, alarm })
  const identity = await createIdentity({
    db, clock, audit, secretsDir: config.secretsDir, publicUrl,
    residents: config.residents,
    staff: config.staff && { ...config.staff, claims: { roles: config.staffRolesClaim, name: 'name' } },
    allowArtificialHetu: !config.production, demo: config.demo, votingRightsOf: urn.votingRightsOf,
  })
  const stations = createStations({ db, clock, audit, rounds, urn, allowArtificialHetu: !config.production })
  const tally = createTally({ db, clock, audit, rounds, proposals, urn, alarm })
  const implementation = createImplementation({
    db, clock, audit, rounds, proposals,
    winnersOf: async (slug) => (await tally.published(slug)).result.rows.filter(({ outcome }) => outcome === 'carried_out'),
  })
  const contact = config.contact ?? { email: null, phone: null }
  return {
    db, clock, audit, rounds, ideas, moderation, proposals, urn, identity, stations, tally, implementation, contact,
  }
}
