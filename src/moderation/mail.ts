import { unreachable } from '../kernel/index.ts'
import type { News } from '../ideas/index.ts'
import type { Decide } from './schema.ts'

type Target = { readonly id: number; readonly title: string; readonly state: string }

/** What an author is told of a decision. The idea that theirs was merged into is named once it is public. */
export function newsOf(decision: Decide, target: Target | null): News {
  switch (decision.kind) {
    case 'accept': return { kind: 'accepted', reason: decision.reason ?? null }
    case 'refuse': return { kind: 'refused', reason: decision.reason }
    case 'ask': return { kind: 'asked', question: decision.question }
    case 'merge': return {
      kind: 'merged', reason: decision.reason ?? null,
      into: target?.state === 'accepted' ? { id: target.id, title: target.title } : null,
    }
    default: return unreachable(decision)
  }
}
