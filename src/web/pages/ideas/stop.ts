import { z } from 'zod'
import type { SealedCookie } from '../../../identity/index.ts'
import { html } from '../../html/index.ts'
import { page } from '../../layout/index.ts'
import type { Answer, Site, Visit } from '../../site/index.ts'
import { choiceField } from './form.ts'

const sealedSchema = z.strictObject({ idea: z.int().min(1) })

/**
 * The way out of a mail: its link shows a page with a button, for programs that look for dangers open every link, and
 * the button does it. A mail program that does it itself posts to the same address (RFC 8058). The link alone says
 * whose mail it is, so nobody has to sign in.
 */
export function stopPages(site: Site, sealed: Pick<SealedCookie, 'open'>): void {
  const PATH = '/posti/lopeta/:token'

  function ideaOf(visit: Visit): number | null {
    const { token = '' } = visit.request.params as { token?: string }
    return sealedSchema.safeParse(sealed.open(token)).data?.idea ?? null
  }

  function badLink(visit: Visit): Answer {
    const { stopPage } = visit.words.mail
    return { status: 404, page: page(visit, { title: stopPage.badLink, main: html`<h1>${stopPage.badLink}</h1><p>${stopPage.badLinkText}</p>` }) }
  }

  site.get(PATH, {}, (visit) => {
    const { stopPage } = visit.words.mail
    if (ideaOf(visit) === null) return badLink(visit)
    return page(visit, {
      title: stopPage.title,
      main: html`<h1>${stopPage.title}</h1><p>${stopPage.about}</p>
<form method="post" action="${visit.href(visit.path)}">
${choiceField(visit, {
        name: 'mitka', legend: stopPage.choose, chosen: 'tama', errors: [],
        choices: [{ value: 'tama', label: stopPage.one }, { value: 'kaikki', label: stopPage.all }],
      })}
<p class="actions"><button class="ds-button" type="submit">${stopPage.button}</button></p></form>`,
    })
  })

  site.post(PATH, {}, async (visit) => {
    const { stopPage } = visit.words.mail
    const idea = ideaOf(visit)
    if (idea === null) return badLink(visit)
    await site.rooms.ideas.stopMail(idea, (visit.request.body as { mitka?: unknown } | null)?.mitka === 'kaikki')
    // No redirect: a mail program that posts does not follow one, and doing it twice does nothing more.
    return page(visit, {
      title: stopPage.done,
      main: html`<div class="ds-alert done" data-color="success"><h1>${stopPage.done}</h1><p>${stopPage.doneText}</p></div>
<p class="actions"><a class="ds-button" data-variant="secondary" href="${visit.href('/')}">${visit.words.common.toFrontPage}</a></p>`,
    })
  })
}
