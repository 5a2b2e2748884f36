import { endSessions } from '../../../identity/index.ts'
import type { Site } from '../../site/index.ts'

export function sessionPages(site: Site): void {
  site.post('/uloskirjautuminen', { quiet: true }, (visit) => {
    endSessions(visit.reply)
    return { redirect: visit.href('/') }
  })
}
