import { createHash, randomBytes } from 'node:crypto'
import { readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { sql } from 'kysely'
import t from 'tap'
import type { Vote } from '../../src/urn/index.ts'
import { newKeys } from '../../src/urn/sealing.ts'
import {
  fault, holdCeremony, KEY_HOLDER, makeProposals, MANAGER, must, person, resident, roundRequest, testWorld,
  votingRound, votingWorld,
} from '../support/index.ts'

const castId = (): string => randomBytes(16).toString('hex')
const vote = (picks: number[], replaces = 0, id = castId()): Vote => ({ picks, replaces, castId: id })
const refused = (code: string) => ({ ok: false, refusal: { code } })

t.test('casting', async (t) => {
  const { world, slug } = await votingWorld(t)
  const voter = await resident(world, 1)

  const first = vote([1, 2, 3])
  const receipt = must(await world.urn.cast(voter, slug, first))
  t.match(receipt, { revision: 1, again: false, tracker: /^[0-9A-HJKMNP-TV-Z]{16}$/, sealedSha256: /^[0-9a-f]{64}$/ },
    'a first ballot gets a receipt')

  const again = must(await world.urn.cast(voter, slug, first))
  t.same({ ...again, again: false }, receipt, 'a retry gets the same receipt')
  t.equal(again.again, true)

  t.match(await world.urn.cast(voter, slug, vote([4])), refused('ballot_changed'),
    'a second ballot that names no revision is refused')

  const second = vote([4], 1)
  const replaced = must(await world.urn.cast(voter, slug, second))
  t.match(replaced, { revision: 2 }, 'a ballot is replaced by naming its revision')
  t.not(replaced.tracker, receipt.tracker, 'a replaced ballot has another tracker')

  const confused = must(await world.urn.cast(voter, slug, { ...second, replaces: 2 }))
  t.match(confused, { revision: 2, tracker: replaced.tracker, again: true },
    'the same vote sent as its own replacement keeps its receipt')

  t.match(await world.urn.cast(voter, slug, first), refused('ballot_changed'),
    'a delayed retry of the old cast changes nothing')
  t.match(must(await world.urn.myBallot(voter, slug)), { mayVote: true, ballot: { channel: 'online', revision: 2 } },
    'one’s own status tells the revision and never the picks')

  await t.rejects(world.urn.cast(voter, slug, vote([1, 2, 3, 4], 2)),
    fault('picks', 'too_many_picks'), 'a fourth pick is a fault')
  t.match(must(await world.urn.myBallot(voter, slug)), { ballot: { revision: 2 } }, 'a fault changes nothing')
})

t.test('who may vote', async (t) => {
  const { world, slug } = await votingWorld(t)
  const signIn = async (change: object) => (await world.identity.signInResident({ ...person(1), ...change })).actor

  t.match(await world.urn.cast(await signIn({ municipality: '398' }), slug, vote([1])), refused('not_resident'))
  t.match(await world.urn.cast(await signIn({ municipality: null }), slug, vote([1])), refused('municipality_unknown'))
  t.match(await world.urn.cast(await signIn({ birthDate: '2020-01-01' }), slug, vote([1])), refused('too_young'))
  const withoutRights = { ...(await resident(world, 2)), votingRights: {} }
  t.match(await world.urn.cast(withoutRights, slug, vote([1])), refused('sign_in_again'))
  t.equal(await world.urn.turnout(slug), 0, 'nothing came into the urn')
})

t.test('an imported roll', async (t) => {
  const world = await testWorld(t)
  const { slug } = must(await world.rounds.create(MANAGER, roundRequest({ kind: 'rehearsal' })))
  t.match(await world.urn.importRoll(MANAGER, slug, [person(1).hetu]), refused('keys_missing'), 'needs the pepper')
  await holdCeremony(world, slug)
  await t.rejects(world.urn.importRoll(MANAGER, slug, [person(1).hetu, '010101-123X']),
    fault('hetus.1', 'hetu_wrong_check_character'), 'a wrong code is named by its place')
  t.same(must(await world.urn.importRoll(MANAGER, slug, [person(1).hetu, person(1).hetu, person(2).hetu])), { entries: 2 })

  await makeProposals(world, slug, [20_000, 10_000])
  must(await world.proposals.confirm(MANAGER, slug))
  t.ok((await world.urn.cast(await resident(world, 1), slug, vote([1]))).ok, 'whoever is on it may vote')
  t.match(await world.urn.cast(await resident(world, 3), slug, vote([1])), refused('not_on_roll'))
  t.match(await world.urn.importRoll(MANAGER, slug, [person(3).hetu]), refused('rules_frozen'),
    'it stands once voting has opened')
  world.clock.set(Date.now() - 2 * 3_600_000)
  t.match(await world.urn.importRoll(MANAGER, slug, [person(3).hetu]), refused('rules_frozen'), 'by the database’s clock too')
  world.clock.reset()
  const rows = await world.db.selectFrom('roll_entry').select('voter_key').execute()
  t.ok(rows.every((row) => !row.voter_key.toString('latin1').includes(person(1).hetu)), 'no code is stored')
})

t.test('no sign-in gives a right before voting opens by the database’s clock', async (t) => {
  const world = await testWorld(t)
  const votingOpenAt = new Date(Date.now() + 120_000).toISOString()
  await votingRound(world, { votingOpenAt })
  world.clock.set(Date.now() + 300_000)
  t.same((await resident(world, 1)).votingRights, {}, 'the roll may still change')
})

t.test('a session carries rights for few rounds, real ones first, and none long after their end', async (t) => {
  const world = await testWorld(t)
  for (let i = 0; i < 10; i++) await votingRound(world, { slug: `harjoitus-${i}` }, [20_000])
  t.equal(Object.keys(await world.urn.votingRightsOf(person(1))).length, 8)
  world.clock.set(Date.now() + 3 * 24 * 3_600_000)
  t.same(await world.urn.votingRightsOf(person(1)), {})
})

t.test('of ballots that are committed together, their place in the table tells nothing of who came when', async (t) => {
  const { world, slug } = await votingWorld(t, { poolMax: 4 })
  const people = await Promise.all(Array.from({ length: 40 }, (_, i) => resident(world, i)))
  await Promise.all(people.map((somebody) => world.urn.cast(somebody, slug, vote([1]))))
  const { rows } = await sql<{ group: string; key: string }>`
    select xmin::text as group, encode(voter_key, 'hex') as key from sealed_ballot order by ctid`.execute(world.db)
  t.equal(rows.length, people.length)
  const groups = [...Map.groupBy(rows, ({ group }) => group).values()].map((together) => together.map(({ key }) => key))
  t.ok(Math.max(...groups.map(({ length }) => length)) >= 10, 'many came together')
  for (const keys of groups) t.same(keys, keys.toSorted(), 'they stand in the order of their keys')
})

t.test('somebody known by an eIDAS identifier alone is sent to a desk', async (t) => {
  const { world, slug } = await votingWorld(t)
  const foreign = { hetu: null, eidasPid: 'SE/FI/1', birthDate: '1980-01-01', municipality: null }
  const { actor } = await world.identity.signInResident(foreign)
  t.match(await world.urn.cast(actor, slug, vote([1])), refused('municipality_unknown'))
})

t.test('a public key that was swapped in the database stops casting', async (t) => {
  const { world, slug } = await votingWorld(t)
  const voter = await resident(world, 1)
  // Whoever owns the database switches its own refusal off first.
  await sql`alter table round_key disable trigger user`.execute(world.db)
  await world.db.updateTable('round_key').set({ public_key: newKeys().publicKey }).execute()
  t.match(await world.urn.cast(voter, slug, vote([1])), refused('casting_stopped'), 'its owner reads no vote')
  t.ok(world.alarms.length > 0)
})

t.test('a round without replacing', async (t) => {
  const world = await testWorld(t)
  const { slug } = await votingRound(world, { mayReplace: false })
  const voter = await resident(world, 1)
  must(await world.urn.cast(voter, slug, vote([1])))
  t.match(await world.urn.cast(voter, slug, vote([2], 1)), refused('replacing_not_allowed'))
})

t.test('closing', async (t) => {
  const { world, slug } = await votingWorld(t)
  const voter = await resident(world, 1)
  const cast = vote([1, 2])
  const receipt = must(await world.urn.cast(voter, slug, cast))
  await t.rejects(world.urn.urnList(slug), { code: 'not_found' } as unknown as Error, 'there is no urn list while voting is open')
  must(await world.rounds.endRehearsal(MANAGER, slug))

  const late = await resident(world, 2)
  t.match(await world.urn.cast(late, slug, vote([1])), refused('voting_closed'), 'the database’s clock closes')
  t.same(must(await world.urn.cast(voter, slug, cast)).tracker, receipt.tracker, 'a retry gets its receipt after closing too')
  t.match(await world.urn.cast(voter, slug, vote([3], 1)), refused('voting_closed'), 'nothing is replaced after closing')

  // The timers of several processes come at the same moment.
  await Promise.all([1, 2, 3].map(() => world.urn.storeDueUrnLists(MANAGER)))
  const list = await world.urn.urnList(slug)
  t.equal(list.text, `${receipt.sealedSha256}\n`, 'the urn list holds the hash that the receipt told')
  t.equal(createHash('sha256').update(list.text).digest('hex'), list.sha256)
  await world.urn.storeDueUrnLists(MANAGER)
  const events = await world.audit.page(Number.MAX_SAFE_INTEGER, 100)
  t.equal(events.filter((event) => event.kind === 'urn_list_stored').length, 1, 'it is stored once')
})

t.test('a ceremony that never ended', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { slug, id } = must(await world.rounds.create(MANAGER, roundRequest({ kind: 'rehearsal' })))
  await makeProposals(world, slug, [20_000, 10_000])
  must(await world.proposals.confirm(MANAGER, slug))
  const holders = ['Aino', 'Eero', 'Inka']
  t.match(await world.urn.proveShare(KEY_HOLDER, slug, 'OSBU 1234'), refused('keys_missing'))
  const first = must(await world.urn.makeKeys(KEY_HOLDER, slug, { holders }))
  must(await world.urn.proveShare(KEY_HOLDER, slug, first.shares[0]!.share))
  t.equal(world.rounds.phase(await world.rounds.bySlug(slug)), 'review', 'voting waits for the second share')
  await t.rejects(sql`update round set keys_ready_at = now() where id = ${id}`.execute(world.db), { code: '23001' },
    'and the database with it')

  t.match(await world.urn.makeKeys(KEY_HOLDER, slug, { holders }), refused('ceremony_unfinished'))
  t.match(await world.urn.makeKeys(KEY_HOLDER, slug, { holders, discards: '0'.repeat(64) }), refused('ceremony_unfinished'))
  const anew = { holders, discards: first.publicKey }
  const twice = await Promise.all([1, 2].map(() => world.urn.makeKeys(KEY_HOLDER, slug, anew)))
  t.equal(twice.filter((outcome) => outcome.ok).length, 1, 'is begun anew once, however often the form comes')
  const { shares } = must(twice.find((outcome) => outcome.ok)!)
  await t.rejects(world.urn.proveShare(KEY_HOLDER, slug, first.shares[1]!.share), fault('share', 'share_of_another_round'))

  must(await world.urn.proveShare(KEY_HOLDER, slug, shares[0]!.share))
  const pepper = join(world.secretsDir, `${slug}.pepper`)
  await rename(pepper, `${pepper}.away`)
  t.match(await world.urn.proveShare(KEY_HOLDER, slug, shares[1]!.share), refused('secrets_missing'))
  await rename(`${pepper}.away`, pepper)
  t.match(must(await world.urn.proveShare(KEY_HOLDER, slug, shares[1]!.share)), { ready: true })
  t.equal(world.rounds.phase(await world.rounds.bySlug(slug)), 'voting')
  for (const change of [sql`update round_key set public_key = sha256('x')`, sql`delete from round_key`]) {
    await t.rejects(change.execute(world.db), { code: '23001' }, 'keys that are ready stand still')
  }
  const kinds = (await world.audit.page(Number.MAX_SAFE_INTEGER, 100)).map(({ kind }) => kind)
  t.same(kinds.filter((kind) => kind.startsWith('keys_')), ['keys_proved', 'keys_made', 'keys_discarded', 'keys_made'])
  t.ok((await world.urn.cast(await resident(world, 1), slug, vote([1]))).ok)
})

t.test('the secrets of a round', async (t) => {
  const { world, slug } = await votingWorld(t)
  const voter = await resident(world, 1)
  t.same((await readdir(world.secretsDir)).filter((name) => name.startsWith(slug)).sort(),
    [`${slug}.pepper`, `${slug}.receipt-key`])
  t.match(await world.urn.makeKeys(KEY_HOLDER, slug, { holders: ['A', 'B', 'C'] }), refused('keys_exist'), 'keys are made once')

  const pepper = join(world.secretsDir, `${slug}.pepper`)
  await rename(pepper, `${pepper}.away`)
  const believed = () => new Promise((resolve) => { setTimeout(resolve, 1_100) })
  await believed()
  t.match(await world.urn.cast(voter, slug, vote([1])), refused('casting_stopped'), 'casting stops when the pepper is missing')
  t.match(world.alarms.at(-1), /pepper file is missing/)
  await writeFile(pepper, `${'00'.repeat(32)}\n`)
  await believed()
  t.match(await world.urn.cast(voter, slug, vote([1])), refused('casting_stopped'), 'and when it is another one')
  await rename(`${pepper}.away`, pepper)
  await believed()
  t.ok((await world.urn.cast(voter, slug, vote([1]))).ok, 'and goes on when it is back')

  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const held = new WeakRef(must(await world.urn.openPaper(slug)).secrets.pepper)
  await believed()
  collect()
  t.equal(held.deref(), undefined, 'nothing keeps them that does not use them: another process may have forgotten the round')
})

t.test('somebody who signs in while the secrets are away is told that casting has stopped', async (t) => {
  const { world, slug } = await votingWorld(t)
  const pepper = join(world.secretsDir, `${slug}.pepper`)
  await rename(pepper, `${pepper}.away`)
  const voter = await resident(world, 1)
  t.match(world.alarms.at(-1), /nobody can sign in to vote/, 'an operator is told at once')
  t.match(await world.urn.myBallot(voter, slug), refused('casting_stopped'), 'signing in again would help nobody')
})
