import type { IdeaView } from '../../ideas/index.ts'
import type { Translated } from '../../rounds/index.ts'
import type { ThemeSlug } from './rules.ts'

/** What happened to an idea, one after another. */
export type SeedAct =
  | { readonly kind: 'accept'; readonly reason?: string }
  | { readonly kind: 'refuse'; readonly reason: string; readonly textHidden?: boolean }
  | { readonly kind: 'ask'; readonly question: string }
  | { readonly kind: 'answer'; readonly text: string }
  | { readonly kind: 'merge'; readonly into: string; readonly reason?: string }
  | { readonly kind: 'withdraw' }

/**
 * An idea of the demo. `from` is who sent it: a demo person by identity code, an artificial resident by number, or
 * staff who entered it.
 */
export type SeedIdea = {
  readonly key: string
  readonly from: string | number
  readonly title: string
  readonly body: string
  readonly theme: ThemeSlug
  readonly place?: string
  readonly authorName?: string
  readonly language?: IdeaView['language']
  readonly then?: readonly SeedAct[]
}

/** A proposal of the demo, made from ideas by their keys. Costs in euros, least and most. */
export type SeedProposal = {
  readonly title: Required<Translated>
  readonly summary: Required<Translated>
  readonly eur: readonly [number, number]
  readonly ideas: readonly string[]
}

export const ACCEPT: readonly SeedAct[] = [{ kind: 'accept' }]
