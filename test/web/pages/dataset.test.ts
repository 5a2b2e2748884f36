import { parse } from 'node-html-parser'
import t from 'tap'
import { filesOf } from '../../../src/open-data/index.ts'
import { publishedRound } from '../../proposals/published.ts'
import { ORIGIN, testWorld } from '../../support/index.ts'
import { faultsOf, h1 } from './ideas-door.ts'

t.test('the page of a round\'s open data', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const slug = await publishedRound(world)
  const get = async (url: string) => {
    const response = await world.app.inject(url)
    return { status: response.statusCode, text: response.body, dom: parse(response.body), headers: response.headers }
  }

  await t.test('lists every file, and each is there', async (t) => {
    for (const [prefix, lang, title] of [['', 'fi', 'Osbu 2026: avoin data'], ['/sv', 'sv', 'Osbu 2026: öppna data'], ['/en', 'en', 'Osbu 2026: open data']]) {
      const page = await get(`${prefix}/tulokset/${slug}/data`)
      t.equal(page.status, 200)
      t.same(faultsOf(page, lang), [])
      t.equal(h1(page), title)
      for (const { path, fileName } of filesOf({ slug, kind: 'rehearsal' })) {
        const link = page.dom.querySelector(`main a[href="${path}"]`)
        t.equal(link?.getAttribute('download'), fileName)
        const description = link?.parentNode?.querySelector('.quiet')?.text ?? ''
        t.ok(description.length > 20 || path.endsWith('.csv'), `${path} is described`)
        t.equal((await get(path)).status, 200, path)
      }
      t.ok(page.dom.querySelector('a[rel="license"][href="https://creativecommons.org/licenses/by/4.0/"]'))
      t.match(page.text, (await world.tally.published(slug)).result.inputSha256, 'with the hash of what was counted')
    }
    const result = await get(`/tulokset?kierros=${slug}`)
    t.ok(result.dom.querySelector(`main a[href="/tulokset/${slug}/data"]`), 'the result leads to it')
  })

  await t.test('is a schema.org Dataset for machines, as data that no policy stops', async (t) => {
    const page = await get(`/en/tulokset/${slug}/data`)
    const scripts = page.dom.querySelectorAll('script').filter((script) => script.getAttribute('src') === undefined)
    t.same(scripts.map((script) => script.getAttribute('type')), ['application/ld+json'], 'no other script without an address')
    const data = JSON.parse(scripts[0]!.text)
    t.match(data, {
      '@context': 'https://schema.org', '@type': 'Dataset', name: 'Osbu 2026: open data',
      url: `${ORIGIN}/en/tulokset/${slug}/data`, '@id': `${ORIGIN}/tulokset/${slug}/data`,
      license: 'https://creativecommons.org/licenses/by/4.0/', isAccessibleForFree: true, inLanguage: 'en',
      identifier: /^sha256:[0-9a-f]{64}$/, datePublished: /^\d{4}-\d\d-\d\d$/,
      publisher: { name: 'Town of Heinola' },
    })
    t.ok(data.description.length >= 50, 'long enough for search engines')
    for (const file of data.distribution) {
      t.match(file, { '@type': 'DataDownload', encodingFormat: /^(text|application)\// })
      t.ok(file.contentUrl.startsWith(`${ORIGIN}/api/rounds/${slug}/`))
      t.equal((await get(file.contentUrl.slice(ORIGIN.length))).status, 200, file.contentUrl)
    }
    t.match(page.headers['content-security-policy'], /script-src 'self'(;|$)/)
  })

  await t.test('a name cannot end the element that it stands in', async (t) => {
    const round = { ...await world.rounds.bySlug(slug), name: { fi: '</script><script>alert(1)</script>' } }
    const { datasetData } = await import('../../../src/web/pages/dataset/data.ts')
    const { formatOf } = await import('../../../src/web/format/index.ts')
    const { wordsOf } = await import('../../../src/web/words/index.ts')
    const visit = { language: 'fi', words: wordsOf('fi'), format: formatOf('fi'), href: (path: string) => path } as never
    const html = String(datasetData(visit, { ...await world.tally.published(slug), round }, [], ORIGIN))
    t.equal(html.match(/<\/?script/g)?.length, 2)
  })
})
