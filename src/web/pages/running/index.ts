import type { Site } from '../../site/index.ts'
import { countPages } from './count.ts'
import { forgettingPages } from './forgetting.ts'
import { keyPages } from './keys.ts'
import { logPages } from './log.ts'
import { openingPages } from './opening.ts'
import { paperPages } from './paper.ts'
import { turnoutPages } from './turnout.ts'

/** What runs a round: its keys, its paper form, who voted when, the opening, the count, the forgetting and the chain of all that. */
export function runningPages(site: Site): void {
  keyPages(site)
  paperPages(site)
  turnoutPages(site)
  openingPages(site)
  countPages(site)
  forgettingPages(site)
  logPages(site)
}
