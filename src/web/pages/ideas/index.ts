import type { Site } from '../../site/index.ts'
import { createDrafts } from './draft.ts'
import { createGuard } from './guard.ts'
import { listPage } from './list.ts'
import { minePages } from './mine.ts'
import { onePage } from './one.ts'
import { ownDataPages } from './own-data.ts'
import { ideaIdIn } from './parts.ts'
import { receivedPages } from './received.ts'
import { donePage, sendPages } from './send.ts'
import { stopPages } from './stop.ts'

export { clearDrafts } from './draft.ts'

/** Reading ideas, sending one and following it, and what staff received on paper. */
export function ideaPages(site: Site): void {
  const { identity, clock } = site.rooms
  listPage(site)
  onePage(site)
  sendPages(site, createDrafts('idea', identity.sealedCookie('idea draft'), clock), createGuard(identity.sealedCookie('idea form'), clock))
  donePage(site, ideaIdIn)
  minePages(site, createDrafts('answer', identity.sealedCookie('answer draft'), clock))
  ownDataPages(site)
  receivedPages(site)
  stopPages(site, identity.sealedCookie('mail stop'))
}
