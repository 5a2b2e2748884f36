import type { Site } from '../../site/index.ts'
import { SIGNED_OUT } from '../front/index.ts'
import { clearDrafts } from '../ideas/index.ts'

export function sessionPages(site: Site): void {
  site.post('/uloskirjautuminen', { quiet: true }, async (visit) => {
    clearDrafts(visit.reply)
    await site.rooms.identity.auth.signOut(visit.request, visit.reply)
    return { redirect: `${visit.href('/')}?${SIGNED_OUT}` }
  })
}
