import { createAudit } from '../../src/audit/index.ts'
import { connect } from '../../src/platform/database/index.ts'
import { createRounds } from '../../src/rounds/index.ts'
import { createForgetting } from '../../src/urn/forgetting.ts'

// Forgets one round, in a process of its own that a test kills: no more of the service than that takes.
const [url, secretsDir, slug] = process.argv.slice(2) as [string, string, string]
const db = connect({ url, poolMax: 2 })
const clock = { now: () => new Date() }
const audit = createAudit({ db, clock })
const rounds = createRounds({ db, clock, audit, themesInUse: async () => [] })
const { forget } = createForgetting({ db, clock, audit, rounds, secretsDir, dropSecrets: () => {} })
const outcome = await forget({ id: 'command-line', name: 'Päivi Päällikkö' }, slug, { confirm: slug, witness: 'Aino Avain', secretsLost: false })
console.log(outcome.ok ? 'forgotten' : outcome.refusal.code)
await db.destroy()
