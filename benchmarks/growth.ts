// How the work grows with the number of ballots: casting into an urn that holds so many, then listing, opening, counting and
// publishing it. Prints a table and how steep each line is; with --plot FILE it draws them.
// npm run bench:growth [-- --sizes 1000,10000,100000,1000000] [--plot docs/performance.svg]
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { sql } from 'kysely'
import { sealedLength } from '../src/urn/sealing.ts'
import { load } from './load.ts'
import { machine, startService, startTown } from './town.ts'

const { values } = parseArgs({ options: { sizes: { type: 'string', default: '1000,10000,100000,1000000' }, plot: { type: 'string' } } })
const sizes = values.sizes.split(',').map(Number)
const VOTES = 5000
const CONNECTIONS = 64

/** Seconds for each work at each size, by name. */
type Row = { readonly ballots: number; readonly seconds: Readonly<Record<string, number>> }

/** Seconds for a thousand votes into an urn that holds so many already. */
async function casting(ballots: number): Promise<number> {
  const town = await startTown()
  try {
    if (ballots === sizes[0]) console.log(`${await machine(town.db)}\n`)
    await sql`insert into sealed_ballot (round_id, voter_key, channel, revision, mark, sealed, cast_on)
      select ${town.voting.round.id}, sha256(int8send(i)), 'online', 1, sha256(int8send(-i)),
        substr(decode(repeat(md5(i::text), 32), 'hex'), 1, ${sql.lit(sealedLength(3))}), current_date
      from generate_series(1, ${sql.lit(ballots)}::bigint) i`.execute(town.db)
    await sql`vacuum analyze sealed_ballot`.execute(town.db)
    const service = await startService({ databaseUrl: town.url, secretsDir: town.secretsDir })
    const vote = async (): Promise<number> => {
      const requests = town.casts(VOTES)
      const { perSecond, statuses } = await load({ host: service.host, port: service.port, connections: CONNECTIONS, requests: () => requests.pop() ?? null })
      if (statuses[201] !== VOTES) throw new Error(`not every vote was taken: ${JSON.stringify(statuses)}`)
      return 1000 / perSecond
    }
    await vote()
    const seconds = await vote()
    await service.stop()
    return seconds
  } finally {
    await town.stop()
  }
}

/** What the benchmark of opening says of a size, in a process of its own. */
async function opening(ballots: number): Promise<Record<string, number>> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--disable-warning=ExperimentalWarning', resolve(import.meta.dirname, 'open.ts'), '--ballots', String(ballots), '--json',
  ], { maxBuffer: 2 ** 24 })
  const told = stdout.trim().split('\n').map((line) => JSON.parse(line) as { step?: string; seconds?: number })
  const of = (step: string): number => {
    const found = told.find((each) => each.step?.startsWith(step))?.seconds
    if (found === undefined) throw new Error(`nothing was told of ${step}`)
    return found
  }
  return {
    'listing (urn list)': of('closing'), opening: told.find(({ step }) => step === 'opening')!.seconds!, counting: of('counting'),
    'exporting (CSV)': told.filter(({ step }) => step?.startsWith('exporting') && step.endsWith('csv'))[0]!.seconds!,
  }
}

/** How steep a line is between two sizes: 1 when ten times the ballots take ten times as long, 0 when they take no longer. */
function slope(rows: readonly Row[], name: string): string {
  return rows.slice(1).map((row, i) =>
    (Math.log10(row.seconds[name]! / rows[i]!.seconds[name]!) / Math.log10(row.ballots / rows[i]!.ballots)).toFixed(2)).join(', ')
}

const LINE_PX = 17
const COLOURS = ['#1b5e7d', '#a8480f', '#2f6b2f', '#7a3b8f', '#8a1c3b']

/** The lines over logarithmic axes. */
function plot(rows: readonly Row[], names: readonly string[]): string {
  const [width, height, left, bottom] = [720, 420, 70, 50]
  const all = rows.flatMap(({ seconds }) => Object.values(seconds))
  const [low, high] = [Math.floor(Math.log10(Math.min(...all))), Math.ceil(Math.log10(Math.max(...all)))]
  const [from, to] = [Math.log10(rows[0]!.ballots), Math.log10(rows.at(-1)!.ballots)]
  const x = (ballots: number): number => left + (width - left - 190) * (Math.log10(ballots) - from) / (to - from)
  const y = (seconds: number): number => height - bottom - (height - bottom - 20) * (Math.log10(seconds) - low) / (high - low)
  const text = (at: number, down: number, said: string, more = ''): string => `<text x="${at.toFixed(1)}" y="${down.toFixed(1)}" ${more}>${said}</text>`
  // A name stands at the end of its line, or below the one that is there already.
  const labelAt = new Map<string, number>()
  const ends = names.map((name) => ({ name, end: y(rows.at(-1)!.seconds[name]!) })).sort((a, b) => a.end - b.end)
  for (const { name, end } of ends) labelAt.set(name, Math.max(end, ...[...labelAt.values()].map((taken) => taken + LINE_PX)))
  const lines = [
    ...rows.map(({ ballots }) => `<path d="M${x(ballots)} 20V${height - bottom}" stroke="#ccc"/>${text(x(ballots), height - bottom + 20, ballots.toLocaleString('en').replaceAll(',', ' '), 'text-anchor="middle"')}`),
    ...Array.from({ length: high - low + 1 }, (_, i) => `<path d="M${left} ${y(10 ** (low + i))}H${width - 190}" stroke="#ccc"/>${text(left - 8, y(10 ** (low + i)) + 4, `${10 ** (low + i)} s`, 'text-anchor="end"')}`),
    ...names.map((name, i) => `<polyline fill="none" stroke="${COLOURS[i]}" stroke-width="2" points="${rows.map((row) => `${x(row.ballots).toFixed(1)},${y(row.seconds[name]!).toFixed(1)}`).join(' ')}"/>`
      + text(x(rows.at(-1)!.ballots) + 8, labelAt.get(name)! + 4, name, `fill="${COLOURS[i]}"`)),
    text((left + width - 190) / 2, height - 8, 'ballots', 'text-anchor="middle"'),
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13" role="img" aria-label="Seconds by number of ballots"><rect width="100%" height="100%" fill="#fff"/>${lines.join('\n')}</svg>\n`
}

const rows: Row[] = []
for (const ballots of sizes) rows.push({ ballots, seconds: { 'casting (1 000 votes)': await casting(ballots), ...await opening(ballots) } })
const names = Object.keys(rows[0]!.seconds)
console.log(`| ballots | ${names.join(' | ')} |\n|${'---|'.repeat(names.length + 1)}`)
for (const { ballots, seconds } of rows) console.log(`| ${ballots} | ${names.map((name) => `${seconds[name]!.toPrecision(3)} s`).join(' | ')} |`)
console.log(`| slope from size to size | ${names.map((name) => slope(rows, name)).join(' | ')} |`)
if (values.plot) await writeFile(values.plot, plot(rows, names))
