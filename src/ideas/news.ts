import { sql } from 'kysely'
import type { Tx } from '../platform/database/index.ts'
import { enqueue, stopMail } from '../platform/mail/index.ts'
import type { Translated } from '../rounds/index.ts'

/** The proposal that an idea became part of, with the name and slug of its round. */
export type ProposalNews = {
  readonly number: number
  readonly title: Translated
  readonly round: string
  readonly roundName: Translated
}

/**
 * What an author who left an address is told about their idea, each kind with what its words need. `votingOpenAt` is an
 * instant in ISO 8601; a translated text is told in the language of the idea.
 */
export type News =
  | { readonly kind: 'received' }
  | { readonly kind: 'accepted'; readonly reason: string | null }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'asked'; readonly question: string }
  | { readonly kind: 'merged'; readonly reason: string | null; readonly into: { readonly id: number; readonly title: string } | null }
  | { readonly kind: 'proposed'; readonly proposal: ProposalNews; readonly votingOpenAt: string }
  | { readonly kind: 'won'; readonly proposal: ProposalNews }
  | {
    readonly kind: 'progressed'
    readonly proposal: ProposalNews
    readonly state: 'planned' | 'under_way' | 'done' | 'dropped'
    readonly text: Translated | null
  }

type Progressed = Extract<News, { kind: 'progressed' }>

/** News as a template gets it: with the idea that it is about, and what staff wrote in the author's language. */
export type IdeaMail = { readonly ideaId: number; readonly title: string }
  & (Exclude<News, Progressed> | Omit<Progressed, 'text'> & { readonly text: string | null })

export function aboutIdea(id: number): string {
  return `idea:${id}`
}

type Author = { id: number; title: string; language: 'fi' | 'sv' | 'en'; contact_email: string }

/** The authors with an address of these ideas and of all that was merged into them, one step after another. */
async function authorsOf(tx: Tx, ideaIds: readonly number[], withMerged: boolean): Promise<Author[]> {
  const { rows } = await sql<Author>`
    with recursive part (id) as (
      select unnest(${ideaIds}::bigint[])
      union
      select h.idea_id from part join idea_history h on h.into_idea_id = part.id and h.kind = 'merge' where ${withMerged}
    )
    select i.id, i.title, i.language, i.contact_email from part join idea i on i.id = part.id
    where i.contact_email is not null order by i.id`.execute(tx)
  return rows
}

/**
 * Writes the mail about some news to the authors of ideas, in the transaction of the change. `occasion` tells this news
 * from any other about the same idea: each is told once. What happens to a proposal is told to the authors of all that
 * was merged into its ideas, too.
 */
export async function tell(
  tx: Tx, ideaIds: readonly number[], news: News, occasion: string, now: Date,
): Promise<void> {
  if (ideaIds.length === 0) return
  const withMerged = news.kind === 'proposed' || news.kind === 'won' || news.kind === 'progressed'
  for (const { id, title, language, contact_email: to } of await authorsOf(tx, ideaIds, withMerged)) {
    const { kind, ...rest } = 'text' in news ? { ...news, text: news.text && (news.text[language] ?? news.text.fi) } : news
    await enqueue(tx, {
      kind, language, to, about: aboutIdea(id), occasion: `${aboutIdea(id)}:${occasion}`,
      params: { ideaId: id, title, ...rest },
    }, now)
  }
}

/**
 * Forgets the address that an author left with an idea, or the same address wherever it stands. What still waited to be
 * sent is not sent. Returns whether there was an address.
 */
export async function forgetContact(tx: Tx, ideaId: number, everywhere: boolean, now: Date): Promise<boolean> {
  const idea = await tx.selectFrom('idea').select('contact_email').where('id', '=', ideaId).executeTakeFirst()
  if (!idea?.contact_email) return false
  const forgotten = await tx.updateTable('idea').set({ contact_email: null })
    .where((eb) => everywhere
      ? eb(eb.fn<string>('lower', ['contact_email']), '=', idea.contact_email!.toLowerCase())
      : eb('id', '=', ideaId))
    .returning('id').execute()
  await stopMail(tx, forgotten.map(({ id }) => aboutIdea(id)), now)
  return true
}
