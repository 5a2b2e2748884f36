import { type Html, html } from '../../html/index.ts'
import { page } from '../../layout/index.ts'
import type { Answer, Site, Visit } from '../../site/index.ts'
import { clearDrafts } from '../ideas/index.ts'

const PATH = '/uloskirjautuminen'

type Who = 'resident' | 'staff'

/** Who has signed out, as the address says it. Nothing else is left in the browser that could tell. */
const WHO: Readonly<Record<string, readonly Who[]>> = { henkilosto: ['staff'], molemmat: ['resident', 'staff'] }

/** A session that ran out before leaves none to be seen; most people who press the button then are residents. */
function whoIsLeaving({ resident, staff }: Visit): string {
  if (staff === null) return ''
  return resident === null ? '?kuka=henkilosto' : '?kuka=molemmat'
}

function alsoThere(visit: Visit, links: readonly { readonly who: Who; readonly url: string }[]): Html {
  const { leave } = visit.words.common
  return html`<h2>${leave.alsoThere}</h2>${links.map(({ who, url }) => html`
<p>${leave[who].text}</p>
<p class="actions"><a class="ds-button" href="${url}">${leave[who].link}</a></p>`)}`
}

/**
 * The last page of whoever signs out. It leads on to the provider by a link: browsers let no form of ours end at another server's
 * page (`form-action` in our policy). It is an address of its own, so that it comes in each language and can be loaded again.
 */
async function left(site: Site, visit: Visit): Promise<Answer> {
  if (visit.resident || visit.staff) return { redirect: visit.href('/') }
  const { leave } = visit.words.common
  const { kuka } = visit.request.query as { kuka?: unknown }
  const found = await Promise.all((WHO[String(kuka)] ?? ['resident']).map(async (who) =>
    ({ who, url: await site.rooms.identity.providerSignOutUrl(who) })))
  const links = found.flatMap(({ who, url }) => (url === null ? [] : [{ who, url }]))
  return page(visit, {
    title: leave.title, slim: true,
    main: html`<h1>${leave.title}</h1><p class="lead">${leave.here}</p>
${links.length > 0 ? alsoThere(visit, links) : html`<p>${leave.close}</p>`}
<p><a href="${visit.href('/')}">${leave.front}</a></p>`,
  })
}

export function sessionPages(site: Site): void {
  site.get(PATH, { quiet: true }, (visit) => left(site, visit))

  site.post(PATH, { quiet: true }, async (visit) => {
    clearDrafts(visit.reply)
    await site.rooms.identity.auth.signOut(visit.request, visit.reply)
    return { redirect: visit.href(PATH) + whoIsLeaving(visit) }
  })
}
