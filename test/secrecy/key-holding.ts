import { text } from 'node:stream/consumers'
import { connect } from '../../src/platform/database/index.ts'
import { createServices } from '../../src/services.ts'
import { joinShares } from '../../src/urn/shares.ts'
import { KEY_HOLDER, must } from '../support/world.ts'

// A process that has the keys of a round in its hands for a while and then goes on, until a test has searched its memory.
const [url, secretsDir, slug, work] = process.argv.slice(2) as [string, string, string, string]
const given = JSON.parse(await text(process.stdin)) as string[]
const db = connect({ url, poolMax: 4 })
const services = await createServices({
  config: { production: false, demo: false, residents: null, staff: null, staffRolesClaim: 'roles', secretsDir },
  db, clock: { now: () => new Date() }, publicUrl: () => 'http://localhost:3000', alarm: () => undefined,
})
const fails = (code: string) => (error: { fields?: { code: string }[] }): void => {
  if (error.fields?.[0]?.code !== code) throw error
}
let shares: string[] = []
let kept: Buffer | null = null
if (work === 'ceremony') {
  const made = must(await services.urn.makeKeys(KEY_HOLDER, slug, { holders: ['Aino', 'Eero', 'Inka'] }))
  shares = made.shares.map(({ share }) => share)
  for (const share of shares.slice(0, 2)) must(await services.urn.proveShare(KEY_HOLDER, slug, share))
}
if (work === 'opening') {
  const [mine, yours, foreign] = given as [string, string, string]
  await services.tally.openUrn(KEY_HOLDER, slug, [mine, foreign]).then(must, fails('share_of_another_round'))
  await services.tally.openUrn(KEY_HOLDER, slug, [mine, `${yours}Q`]).then(must, fails('not_a_share'))
  must(await services.tally.openUrn(KEY_HOLDER, slug, [mine, yours]))
}
if (work === 'carelessness') {
  const key = await services.urn.findKey(await services.rounds.bySlug(slug))
  kept = (await joinShares(given, key!)).privateKey
}
process.stdout.write(`${JSON.stringify(shares)}\n`)
setInterval(() => kept?.length, 60_000)
