import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Identity, ResidentActor } from '../../identity/index.ts'
import { type Round, slugSchema } from '../../rounds/index.ts'
import { castIdSchema, type Receipt } from '../../urn/index.ts'
import type { Visit } from '../site/index.ts'

/** Longer than a resident's session, so that signing in again finds the choice. */
const DRAFT_SECONDS = 2 * 60 * 60
const RECEIPT_SECONDS = 15 * 60

const draftSchema = z.strictObject({
  slug: slugSchema, ballot: z.string(), castId: castIdSchema, voter: z.string().nullable(), beforeSignIn: z.boolean(),
})
const receiptCookieSchema = z.strictObject({
  slug: slugSchema, voter: z.string(), tracker: z.string(), revision: z.int(), castOn: z.iso.date(),
  sealedSha256: z.string(),
})
const orderSchema = z.strictObject({ seed: z.string() })

/**
 * What somebody has ticked and not confirmed yet. `voter` is their tag once they have signed in. `beforeSignIn` stays true
 * when they have: it may have been somebody else who began, at this browser, before anybody was known.
 */
export type Draft = {
  readonly slug: string
  readonly ballot: string
  readonly castId: string
  readonly voter: string | null
  readonly beforeSignIn: boolean
}
export type KeptReceipt = Omit<Receipt, 'again'>

export type Drafts = ReturnType<typeof createDrafts>

/**
 * Picks as a picture of the ballot: a bit for each proposal in the order of the numbers. It is as long for one pick as
 * for all of them, so that the length of the cookie tells nobody what is in it. The ballot stands still since voting opened.
 */
export function pictureOf(picks: readonly number[], numbers: readonly number[]): string {
  const bytes = Buffer.alloc(Math.ceil(numbers.length / 8))
  for (const [i, number] of numbers.entries()) if (picks.includes(number)) bytes[i >> 3]! |= 1 << (i & 7)
  return bytes.toString('base64url')
}

export function picksIn(picture: string, numbers: readonly number[]): number[] {
  const bytes = Buffer.from(picture, 'base64url')
  return numbers.filter((_, i) => ((bytes[i >> 3] ?? 0) >> (i & 7)) & 1)
}

export function newCastId(): string {
  return randomBytes(16).toString('hex')
}

/** Drafts, orders and receipts as the voter's own browser keeps them, sealed, and nobody else. */
export function createDrafts(identity: Pick<Identity, 'kept'>) {
  const drafts = identity.kept('vote-draft')
  const orders = identity.kept('vote-order')
  const receipts = identity.kept('vote-receipt')

  /** A name for the voter in this round's cookies; null when nobody with a right to vote is signed in. */
  function voterOf(round: Pick<Round, 'id'>, resident: ResidentActor | null): string | null {
    const right = resident?.votingRights[round.id]
    return right ? drafts.tagOf(`${round.id}|${right.voterKey}`).toString('base64url') : null
  }

  function read({ request }: Visit): Draft | null {
    return draftSchema.safeParse(drafts.read(request)).data ?? null
  }

  function save({ reply }: Visit, draft: Draft): void {
    drafts.write(reply, draft, DRAFT_SECONDS)
  }

  function keepReceipt({ reply }: Visit, slug: string, voter: string, { again: _, ...receipt }: Receipt): void {
    receipts.write(reply, { slug, voter, ...receipt }, RECEIPT_SECONDS)
  }

  /** The round whose receipt this browser keeps, whosever it is. */
  function receiptSlug({ request }: Visit): string | null {
    return receiptCookieSchema.safeParse(receipts.read(request)).data?.slug ?? null
  }

  /** The receipt of this voter in this round; another person's on the same device is never shown. */
  function receiptOf({ request }: Visit, slug: string, voter: string | null): KeptReceipt | null {
    const { data } = receiptCookieSchema.safeParse(receipts.read(request))
    if (!data || voter === null || data.slug !== slug || data.voter !== voter) return null
    return { tracker: data.tracker, revision: data.revision, castOn: data.castOn, sealedSha256: data.sealedSha256 }
  }

  /**
   * What the order of the proposals is drawn from: for a voter always the same, telling nothing of the voter key; for
   * somebody who has not signed in yet a random seed that the browser keeps, also after they have signed in.
   */
  function seedOf({ request, reply }: Visit, round: Pick<Round, 'id'>, voter: string | null): string {
    const { data } = orderSchema.safeParse(orders.read(request))
    if (data) return `${round.id}|${data.seed}`
    if (voter !== null) return orders.tagOf(`${round.id}|${voter}`).toString('hex')
    const seed = randomBytes(16).toString('hex')
    orders.write(reply, { seed }, DRAFT_SECONDS)
    return `${round.id}|${seed}`
  }

  /** Whether what is kept, if anything, is of this round: a page of another round lets go of nothing. */
  function isOf(visit: Visit, round: Pick<Round, 'slug'>): boolean {
    const held = read(visit)
    return held === null || held.slug === round.slug
  }

  function drop(visit: Visit, round: Pick<Round, 'slug'>): void {
    if (isOf(visit, round)) drafts.clear(visit.reply)
  }

  /** Draft and order: whoever votes next on this device begins anew. */
  function clear(visit: Visit, round: Pick<Round, 'slug'>): void {
    if (!isOf(visit, round)) return
    drafts.clear(visit.reply)
    orders.clear(visit.reply)
  }

  return { voterOf, read, save, drop, clear, seedOf, keepReceipt, receiptOf, receiptSlug }
}

/**
 * A list in the order that a seed draws: each thing gets the hash of seed and name, and the hashes are sorted. Every
 * order is as likely as any other, and a thing's place tells nothing of its number.
 */
export function drawnOrder<T extends { readonly number: number }>(things: readonly T[], seed: string): T[] {
  const lot = (thing: T): string => createHash('sha256').update(`${seed}|${thing.number}`).digest('hex')
  return things.map((thing) => ({ thing, lot: lot(thing) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1)).map(({ thing }) => thing)
}
