import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { destroySecrets, findSecrets } from '../../src/urn/destroying.ts'
import { checkValue, makeSecrets } from '../../src/urn/secrets.ts'

const publicKey = Buffer.alloc(32, 7)
const round = { id: 'b1b2', slug: 'osbu-2026' }

t.test('the secrets of a round are destroyed', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'osbu-destroying-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  await makeSecrets(folder, 'osbu-2026')
  await makeSecrets(folder, 'osbu-2026-harjoitus')
  const secrets = await makeSecrets(folder, 'osbu-2026')
  const checks = { pepper: checkValue(secrets.pepper), receiptKey: checkValue(secrets.receiptKey, publicKey), publicKey }
  const find = () => findSecrets(folder, round, checks)

  const { state, files } = await find()
  t.equal(state, 'there')
  t.equal(files.length, 4, 'with those that a ceremony set aside, and none of another round')
  t.match(await findSecrets(join(folder, 'nowhere'), round, checks), { state: 'missing', files: [] })

  await t.test('a file that is not the one the round was made with is somebody else’s', async (t) => {
    const foreign = { ...checks, pepper: Buffer.alloc(32) }
    const left = await findSecrets(folder, round, foreign)
    t.equal(left.state, 'missing')
    t.notOk(left.files.includes('osbu-2026.pepper'))
    t.ok(left.files.includes('osbu-2026.receipt-key'))
  })

  await t.test('stopped in the middle, a second try knows what was begun', async (t) => {
    await destroySecrets(folder, round, ['osbu-2026.pepper', 'osbu-2026.long-gone'])
    await writeFile(join(folder, 'osbu-2026.receipt-key'), 'half written over')
    const left = await find()
    t.equal(left.state, 'destroyed')
    t.ok(left.files.includes('osbu-2026.receipt-key'))
    await destroySecrets(folder, round, left.files)
    t.same(await find(), { state: 'destroyed', files: [] })
    t.same((await readdir(folder)).sort(), ['osbu-2026-harjoitus.pepper', 'osbu-2026-harjoitus.receipt-key', 'osbu-2026.forgotten'])
  })

  t.match(await findSecrets(folder, { ...round, id: 'c3c4' }, checks), { state: 'missing' }, 'the mark is of one round alone')
})
