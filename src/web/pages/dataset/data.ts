import { dayOf, present } from '../../../kernel/index.ts'
import { LICENCE } from '../../../open-data/index.ts'
import { type Html, html, json } from '../../html/index.ts'
import { inLanguage, roundName } from '../../rounds/index.ts'
import { addressOf, type Visit } from '../../site/index.ts'
import type { Listed, Published } from './index.ts'

/**
 * The page for machines: a schema.org `Dataset`, by which search engines find open data. A script element of this type
 * is data and never run, so that the policy against inline scripts has nothing against it.
 */
export function datasetData(visit: Visit, published: Published, files: readonly Listed[], publicUrl: string): Html {
  const { dataset } = visit.words
  const { round, result, source } = published
  const name = roundName(visit, round)
  const publisher = { '@type': 'GovernmentOrganization', name: dataset.publisher }
  return html`<script type="application/ld+json">${json({
    '@context': 'https://schema.org',
    '@type': 'Dataset',
    '@id': `${publicUrl}${addressOf('fi', `/tulokset/${round.slug}/data`)}`,
    url: `${publicUrl}${visit.href(`/tulokset/${round.slug}/data`)}`,
    name: dataset.title(name),
    description: [dataset.about(name), ...source ? [inLanguage(visit, source.note)] : []].join(' '),
    inLanguage: visit.language,
    license: LICENCE.url,
    isAccessibleForFree: true,
    creator: publisher,
    publisher,
    datePublished: dayOf(present(round.publishedAt, 'a published round has its time')),
    temporalCoverage: `${dayOf(round.votingOpenAt)}/${dayOf(round.votingCloseAt)}`,
    spatialCoverage: { '@type': 'Place', name: 'Heinola, Finland' },
    identifier: `sha256:${result.inputSha256}`,
    distribution: files.map(({ key, path, mediaType }) => ({
      '@type': 'DataDownload', name: dataset.files[key].name, description: dataset.files[key].text,
      encodingFormat: mediaType, contentUrl: `${publicUrl}${path}`, license: LICENCE.url,
    })),
  })}</script>`
}
