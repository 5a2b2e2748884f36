import t from 'tap'
import { holdCeremony, openUrn, proveShares, sharesOf } from '../../src/cli/index.ts'
import { fault, KEY_HOLDER, makeProposals, MANAGER, must, roundRequest, testWorld } from '../support/index.ts'
import { castBallots } from './round.ts'
import { testTerminal } from './terminal.ts'

const HOLDERS = ['Aino Avain', 'Eero Avain', 'Inka Avain']
const CLEARED = '\u001B[2J\u001B[3J\u001B[H'

/** The share on each sheet, as a holder would copy it: the lines under its heading. */
function sharesOn(text: string): string[] {
  return [...text.matchAll(/^Share\n((?: {4}.+\n)+)/gm)].map((match) => match[1]!.replace(/\s+/g, ' ').trim())
}

t.test('a ceremony shows three sheets, any two of which open the urn', async (t) => {
  const world = await testWorld(t)
  const { slug } = must(await world.rounds.create(MANAGER, roundRequest({ kind: 'rehearsal' })))
  const options = { slug, holders: HOLDERS, actor: KEY_HOLDER, printAll: false }

  await t.rejects(holdCeremony({ ...world, terminal: testTerminal().terminal }, options), { message: /--print-all/ },
    'without a terminal it stops before any key is made')
  await t.rejects(holdCeremony({ ...world, terminal: testTerminal({ tty: true }).terminal },
    { ...options, holders: ['Aino'] }), { message: /3 key holders/ })
  t.equal((await world.rounds.bySlug(slug)).keysReadyAt, null)

  const cutOff = testTerminal({ tty: true, typed: Array.from({ length: 7 }, () => ''), leaves: true })
  await t.rejects(holdCeremony({ ...world, terminal: cutOff.terminal }, options), { message: /Stopped/ })
  t.equal((await world.rounds.bySlug(slug)).keysReadyAt, null, 'without shares back from paper the keys are not ready')
  await t.rejects(holdCeremony({ ...world, terminal: testTerminal().terminal }, { ...options, printAll: true }),
    { name: 'RefusedError', message: 'ceremony_unfinished' })

  const copied = (place: number) => (text: string): string => sharesOn(text)[place]!
  const { terminal, printed } = testTerminal({
    tty: true, typed: [...Array.from({ length: 7 }, () => ''), 'OSBU 1234', copied(2), copied(2), copied(0)],
  })
  await holdCeremony({ ...world, terminal }, { ...options, anew: true })
  t.match(printed(), /not a share of this round[^]*Inka Avain: the share is on paper[^]*Aino Avain[^]*are ready/)
  const screens = printed().split(CLEARED)
  const sheets = screens.filter((screen) => screen.includes('OSBU - KEY SHARE'))
  t.equal(sheets.length, 3, 'each sheet has a screen of its own')
  sheets.forEach((sheet, i) => {
    t.match(sheet, new RegExp(`^OSBU - KEY SHARE ${i + 1} OF 3\n\nHolder {7}${HOLDERS[i]}\nRound {8}Osbu 2026 \\(osbu-2026\\)`))
    t.equal(HOLDERS.filter((holder) => sheet.includes(holder)).length, 1, 'and names its holder alone')
    t.match(sheet, /Fingerprint[^]*\n {4}[0-9a-f]{64}\n/)
    t.match(sheet, /If two sheets are lost, the urn can never be opened/)
    t.ok(sheet.split('\n').slice(0, -1).every((line) => line.length <= 80), 'and fits a page')
  })
  t.equal(sharesOn(screens.at(-1)!).length, 0, 'the last screen shows none')
  t.notMatch(screens.at(-1)!.toLowerCase(), /osbu1/)
  await t.rejects(holdCeremony({ ...world, terminal: testTerminal().terminal }, { ...options, printAll: true }),
    { name: 'RefusedError', message: 'keys_exist' }, 'keys are made once')

  await makeProposals(world, slug, [20_000, 10_000])
  must(await world.proposals.confirm(MANAGER, slug))
  await castBallots(world, slug, [[1], [2], [1, 2]])
  must(await world.rounds.endRehearsal(MANAGER, slug))
  const [first, , third] = sharesOn(printed())
  const unseen = testTerminal({ tty: true, typed: [third!.toLowerCase(), first!] })
  await openUrn({ ...world, terminal: unseen.terminal }, { slug, actor: KEY_HOLDER, shares: null })
  t.match(unseen.printed(), /3 sealed ballots, 3 opened, 0 that could not be opened/, 'the copied shares open it')
  t.notMatch(unseen.printed().toLowerCase(), /osbu1/, 'and are not shown while they are typed')
})

t.test('a script proves the shares with a command of its own', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { slug } = must(await world.rounds.create(MANAGER, roundRequest({ kind: 'rehearsal' })))
  const sheets = testTerminal()
  await holdCeremony({ ...world, terminal: sheets.terminal }, { slug, holders: HOLDERS, actor: KEY_HOLDER, printAll: true })
  t.match(sheets.printed(), /not ready[^]*osbu -- prove osbu-2026/)
  const [first, second] = sharesOn(sheets.printed())
  const proving = { slug, actor: KEY_HOLDER, shares: null }
  await t.rejects(proveShares({ ...world, terminal: testTerminal({ piped: `${first}\n${first}\n` }).terminal }, proving),
    { message: /Two different shares/ })
  await t.rejects(proveShares({ ...world, terminal: testTerminal().terminal }, { ...proving, shares: ['OSBU 1234', first!] }),
    fault('share', 'not_a_share'))
  await proveShares({ ...world, terminal: testTerminal({ piped: `${first}\n${second}\n` }).terminal }, proving)
  t.ok((await world.rounds.bySlug(slug)).keysReadyAt)
})

t.test('shares from a file are two lines', async (t) => {
  t.same(sharesOf(' OSBU 1AAA \r\n\n OSBU 1BBB\n'), ['OSBU 1AAA', 'OSBU 1BBB'])
  t.throws(() => sharesOf('OSBU 1AAA\n'), { message: 'The urn opens with 2 shares, one a line, but there are 1.' })
})
