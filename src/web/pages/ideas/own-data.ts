import type { Erasure, IdeaView } from '../../../ideas/index.ts'
import { present } from '../../../kernel/index.ts'
import { html, type Html } from '../../html/index.ts'
import { page } from '../../layout/index.ts'
import { type Answer, type Site, valuesOf, type Visit } from '../../site/index.ts'
import { choiceField } from './form.ts'

const OWN = { resident: true } as const
const PATH = '/omat-ideat/tiedot'
const ALL = 'kaikki'

/** What residents have sent: to take with them, and to have erased. */
export function ownDataPages(site: Site): void {
  const { ideas } = site.rooms
  const authorOf = (visit: Visit) => present(visit.resident, 'the page is for residents')

  async function dataPage(visit: Visit, unchosen: boolean): Promise<Html> {
    const { data } = visit.words.ideas.mine
    const own = await ideas.mine(authorOf(visit))
    const scopes = await ideas.erasurePreview(authorOf(visit))
    const errors = unchosen ? [{ field: 'mitka', code: 'required' as const }] : []
    return page(visit, {
      title: data.title, nav: 'ideas', errors,
      main: html`<p class="back"><a href="${visit.href('/omat-ideat')}">${visit.words.ideas.mine.backToMine}</a></p>
<h1>${data.title}</h1><p class="lead">${data.lead}</p>
<h2>${data.download}</h2><p>${data.downloadText}</p>
<p><a href="/api/my/data" download>${data.file}</a></p>
${own.length === 0 ? '' : eraseForm(visit, own, scopes, errors)}`,
    })
  }

  site.get(PATH, OWN, (visit) => dataPage(visit, false))

  site.post(PATH, OWN, async (visit): Promise<Answer> => {
    const [chosen] = valuesOf(visit.request.body, 'mitka')
    const own = await ideas.mine(authorOf(visit))
    // Sent twice, the idea is nobody's any more: it is erased, as was asked.
    const ids = own.map(({ id }) => id).filter((id) => chosen === ALL || chosen === String(id))
    if (chosen === undefined) return { page: await dataPage(visit, true), status: 400 }
    if (ids.length > 0) await ideas.erase(authorOf(visit), ids)
    return { redirect: visit.href('/omat-ideat?tehty=poistettu') }
  })
}

function eraseForm(
  visit: Visit, own: readonly IdeaView[], scopes: ReadonlyMap<number, Erasure>, errors: Parameters<typeof choiceField>[1]['errors'],
): Html {
  const { data } = visit.words.ideas.mine
  const choices = own.map((idea) => ({
    value: String(idea.id), label: html`<strong>${idea.title ?? visit.words.ideas.one.hiddenTitle}</strong><br>${data[scopes.get(idea.id) ?? 'person']}`,
  }))
  return html`<h2>${data.erase}</h2><p>${data.eraseText}</p>
<form method="post" action="${visit.href(PATH)}" novalidate data-once>
${choiceField(visit, {
    name: 'mitka', legend: data.choose, chosen: undefined, errors,
    choices: own.length > 1 ? [...choices, { value: ALL, label: data.everything }] : choices,
  })}
<p>${data.sure}</p><p class="quiet">${data.votes}</p>
<p class="actions"><button class="ds-button" data-color="danger" type="submit">${data.button}</button>
<a class="ds-button" data-variant="secondary" href="${visit.href('/omat-ideat')}">${data.keep}</a></p></form>`
}
