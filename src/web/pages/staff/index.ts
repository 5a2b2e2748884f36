import type { Site } from '../../site/index.ts'
import { comparisonPages } from './comparison.ts'
import { confirmPages } from './confirm.ts'
import { decidePages } from './decide.ts'
import { homePages } from './home.ts'
import { ideaPages } from './idea.ts'
import { mergePages } from './merge.ts'
import { preparedPages } from './prepared.ts'
import { previewPages } from './preview.ts'
import { proposalFormPages } from './proposal-form.ts'
import { proposalListPages } from './proposals.ts'
import { queuePages } from './queue.ts'
import { roundActPages } from './round-acts.ts'
import { roundFormPages } from './round-form.ts'
import { roundPages } from './round.ts'

/** The office's pages under `/hallinta`: moderation, proposals and the settings of rounds. */
export function staffPages(site: Site): void {
  homePages(site)
  queuePages(site)
  ideaPages(site)
  decidePages(site)
  mergePages(site)
  preparedPages(site)
  proposalListPages(site)
  proposalFormPages(site)
  confirmPages(site)
  previewPages(site)
  roundPages(site)
  roundFormPages(site)
  roundActPages(site)
  comparisonPages(site)
}
