import { Fault } from '../../../kernel/index.ts'
import { filesOf, LICENCE, type PublishedFile } from '../../../open-data/index.ts'
import type { Tally } from '../../../tally/index.ts'
import { type Html, html } from '../../html/index.ts'
import { page, rehearsalNotice } from '../../layout/index.ts'
import { inLanguage, roundName, roundPath } from '../../rounds/index.ts'
import type { Site, Visit } from '../../site/index.ts'
import { datasetData } from './data.ts'

export type Published = Awaited<ReturnType<Tally['published']>>

/** A file as the page lists it. The list of sealed ballots is the urn's own, and is out before the result is. */
export type Listed = Omit<PublishedFile, 'key' | 'inline'> & { readonly key: PublishedFile['key'] | 'urnList' }

function listedOf({ round }: Published): Listed[] {
  const urnList: Listed = {
    key: 'urnList', path: `/api/rounds/${round.slug}/urn-list.txt`, fileName: `${round.slug}-uurna.txt`, mediaType: 'text/plain',
  }
  return round.kind === 'imported' ? filesOf(round) : [...filesOf(round), urnList]
}

function fileList(visit: Visit, files: readonly Listed[]): Html {
  const { dataset } = visit.words
  return html`<ul class="rows">${files.map(({ key, path, fileName }) => html`
<li><div><a href="${path}" download="${fileName}"><strong>${dataset.files[key].name}</strong></a><br>
<span class="quiet">${dataset.files[key].text}</span></div></li>`)}</ul>`
}

function datasetPage(visit: Visit, published: Published, publicUrl: string): Html {
  const { dataset } = visit.words
  const { round, result, source } = published
  const name = roundName(visit, round)
  const files = listedOf(published)
  return page(visit, {
    title: dataset.title(name), nav: 'results',
    main: html`${rehearsalNotice(visit, round)}
<h1>${dataset.title(name)}</h1>
<p class="lead">${dataset.lead(name)}</p>
<h2>${dataset.heading}</h2>
${fileList(visit, files)}
<p>${dataset.stable}</p>
<p>${dataset.escaped}</p>
<h2>${dataset.licence.heading}</h2>
<p>${dataset.licence.text} <a href="${LICENCE.url}" rel="license">${LICENCE.name}</a>. ${dataset.licence.cite(name)}</p>
${source ? html`<h2>${dataset.source}</h2><p>${inLanguage(visit, source.note)}</p>` : ''}
<h2>${dataset.without.heading}</h2>
<ul>${dataset.without.items.map((item) => html`<li>${item}</li>`)}</ul>
<h2>${dataset.check.heading}</h2>
<p>${dataset.check.text}</p>
<p><code>${result.inputSha256}</code></p>
<p><a href="${visit.href('/tietoa/laske-uudelleen')}">${visit.words.counting.recount.link}</a></p>
<p><a href="${visit.href('/tietoa/tarkistus')}">${dataset.check.howTo}</a></p>
<p><a href="${visit.href(roundPath('/tulokset', round))}">${dataset.toResult}</a></p>
${datasetData(visit, published, files, publicUrl)}`,
  })
}

export function datasetPages(site: Site): void {
  const { rooms } = site

  site.get('/tulokset/:slug/data', { shared: true }, async (visit) => {
    const { slug } = visit.request.params as { slug: string }
    if (!/^[a-z0-9-]{1,60}$/.test(slug)) throw new Fault('not_found')
    return datasetPage(visit, await rooms.tally.published(slug), rooms.publicUrl())
  })
}
