import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { createPlayedClock, addDays, helsinkiInstant } from '../../src/cli/seed/calendar.ts'
import { ACCEPT, type SeedIdea } from '../../src/cli/seed/content.ts'
import { IDEAS_REHEARSED, PROPOSALS_REHEARSED } from '../../src/cli/seed/rehearsal.ts'
import { roundRequest } from '../../src/cli/seed/rules.ts'
import {
  ensureConfirmed, ensureIdeas, ensureProposals, ensureRound, ensureStations, MANAGER, MODERATOR, must, type Stage,
} from '../../src/cli/seed/stage.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { dayOf } from '../../src/kernel/index.ts'
import { createLogger } from '../../src/platform/logging/index.ts'
import { createServices } from '../../src/services.ts'
import { type Running, start } from '../../src/start.ts'

export const REVIEW = 'tarkastus-kasittely'
export const UPCOMING = 'tarkastus-tulossa'
/** A rehearsal for each language, which its walk takes from the ceremony to the published result. */
export const rehearsalOf = (language: string): string => `tarkastus-${language}`

/** Words that Finnish makes, and a narrow screen has to break. */
const LONG = 'Kaupunkikehityshankesuunnitteluavustushakemuslomakkeentäyttöohjeiden selkeyttäminen'

const IDEAS: readonly SeedIdea[] = [
  { key: 'long', from: 31, theme: 'muu', title: LONG, body: `${LONG} auttaisi monia. `.repeat(3), then: ACCEPT },
  {
    key: 'free', from: 'workshop', theme: 'ymparisto', title: 'Linnunpönttöjä koulun pihalle', authorName: 'Neljännen luokan oppilaat',
    body: 'Teemme pönttöjä käsityötunnilla, kaupunki auttaisi ripustamaan ne.', then: ACCEPT,
  },
  { key: 'waits', from: 32, theme: 'muu', title: 'Lisää linnunpönttöjä pihoille', body: 'Pönttöjä tarvitaan muuallakin kuin puistoissa.' },
]

/** An idea whose author, a demo person, has a question to answer. */
const ASKED: SeedIdea = {
  key: 'asked', from: '010675-9981', theme: 'muu', title: 'Tuulensuoja bussipysäkille', place: 'Jyränkö',
  body: 'Pysäkillä tuulee aina, ja bussia odottaa moni vanhus ja lapsi.',
  then: [{ kind: 'ask', question: 'Mitä pysäkkiä tarkoitat?' }],
}

export type Demo = {
  readonly origin: string
  readonly running: Running
  /** An idea with a photo, one that waits, one that is asked about, and the tracker of a published ballot. */
  readonly facts: {
    readonly photo: number; readonly waits: number; readonly asked: number; readonly winner: number
    readonly tracker: string; readonly stopToken: string
  }
  readonly stop: () => Promise<void>
}

/** Phases that the demo does not show by itself: a round to come, one in review, and rehearsals that wait for their keys. */
async function playMore(
  stage: Stage, languages: readonly string[],
): Promise<Pick<Demo['facts'], 'waits' | 'asked'>> {
  const today = dayOf(new Date())
  const at = (days: number): Date => helsinkiInstant(addDays(today, days), '12:00')
  const named = (name: string) => ({ fi: name, sv: name, en: name })
  const times = { ideasOpenAt: at(-40), ideasCloseAt: at(-20), votingOpenAt: at(20), votingCloseAt: at(30) }
  const handled = { sent: { from: at(-39), to: at(-21) }, handled: { from: at(-19), to: at(-15) } }
  stage.clock.set(at(-60))
  const review = await ensureRound(stage, roundRequest({
    slug: REVIEW, kind: 'regular', name: named('Osbu käsittelyssä'), ageCutoff: '2026-12-31',
  }, times))
  await ensureRound(stage, roundRequest({
    slug: UPCOMING, kind: 'regular', name: named('Osbu tulossa'), ageCutoff: '2030-12-31',
  }, { ideasOpenAt: at(200), ideasCloseAt: at(220), votingOpenAt: at(240), votingCloseAt: at(250) }))
  await ensureStations(stage, review)
  const ids = await ensureIdeas(stage, REVIEW, IDEAS, handled)
  const long = { title: named(LONG), summary: named(`${LONG}. `.repeat(2)), eur: [3000, 5000], ideas: ['long'] } as const
  await ensureProposals(stage, review, [long], ids, { from: at(-14), to: at(-10) })
  for (const language of languages) {
    stage.clock.set(at(-60))
    const round = await ensureRound(stage, roundRequest({
      slug: rehearsalOf(language), kind: 'rehearsal', rehearsalOf: REVIEW, name: named(`Harjoitus ${language}`), ageCutoff: '2026-12-31',
    }, { ...times, votingOpenAt: at(-2) }))
    await ensureStations(stage, round)
    const rehearsed = await ensureIdeas(stage, round.slug, IDEAS_REHEARSED, handled)
    await ensureProposals(stage, round, PROPOSALS_REHEARSED, rehearsed, { from: at(-14), to: at(-10) })
    await ensureConfirmed(stage, round)
  }
  stage.clock.release()
  const asked = await ensureIdeas(stage, 'osbu-2027', [ASKED], { sent: { from: at(-2), to: at(-1) }, handled: { from: at(-1), to: at(0) } })
  return { waits: ids.get('waits')!, asked: asked.get('asked')! }
}

/** An idea with a photo on it, accepted, in the round that takes ideas. */
async function addPhoto({ services }: Running): Promise<number> {
  const { preparePhoto } = await import('../../src/platform/photos/index.ts')
  const bytes = await sharp({ create: { width: 1200, height: 800, channels: 3, background: '#4a7c59' } }).jpeg().toBuffer()
  const prepared = await preparePhoto(bytes)
  if (!prepared.ok) throw new Error('the photo of the check is no photo')
  const author = { kind: 'resident' as const, authorKey: Buffer.alloc(32, 7), votingRights: {} }
  const { id } = must(await services.ideas.submit(author, 'osbu-2027', {
    title: 'Kukkaniitty radan varteen', body: 'Radan varteen voisi kylvää niittykukkia kaikkien iloksi.', theme: 'ymparisto', language: 'fi',
  }, { photo: prepared.photo, alt: 'Vihreä rinne kesällä' }), 'sending an idea with a photo')
  must(await services.moderation.decide(MODERATOR, id, { kind: 'accept', seq: 0 }), 'accepting it')
  return id
}

async function fill(config: Config, running: Running, languages: readonly string[]): Promise<Demo['facts']> {
  const { services } = running
  const clock = createPlayedClock()
  const rooms = await createServices({ config, db: services.db, clock, publicUrl: () => running.url, alarm: () => undefined })
  const { waits, asked } = await playMore({ rooms, clock, sharesFile: join(config.dataDir, 'check-shares.txt') }, languages)
  must(await services.moderation.prepare(MODERATOR, waits, { kind: 'accept', seq: 0 }, 0), 'preparing a decision')
  const { result } = await services.tally.published('osbu-2023')
  const winner = result.rows.find(({ outcome }) => outcome === 'carried_out')!.number
  must(await services.implementation.tell(MANAGER, 'osbu-2023', winner, {
    state: 'under_way', happenedOn: dayOf(new Date()), after: 0, text: { fi: 'Työt alkoivat tänään.' },
  }, null), 'telling what has become of a winner')
  const published = await fetch(`${running.url}/api/rounds/osbu-2026-harjoitus/ballots.csv`)
  const tracker = /^[0-9A-HJKMNP-TV-Z]{16}/m.exec(await published.text())?.[0] ?? ''
  const stopToken = services.identity.sealedCookie('mail stop').seal({ idea: waits })
  return { photo: await addPhoto(running), waits, asked, winner, tracker, stopToken }
}

/**
 * The whole service on a demo of its own: a free port, a folder that goes with it, and the phases that a demo lacks. Its
 * database is embedded, or the empty one at `databaseUrl`.
 */
export async function startDemo(languages: readonly string[], databaseUrl?: string): Promise<Demo> {
  const folder = await mkdtemp(join(tmpdir(), 'osbu-looks-'))
  const config = readConfig({
    HOST: 'localhost', PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'error', DEMO: '1', DATABASE_URL: databaseUrl,
  })
  const running = await start(config, createLogger(config.logLevel))
  const stop = async (): Promise<void> => {
    await running.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    return { origin: running.url, running, facts: await fill(config, running, languages), stop }
  } catch (error) {
    await stop()
    throw error
  }
}
