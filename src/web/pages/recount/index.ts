import { type Html, html, json } from '../../html/index.ts'
import { page } from '../../layout/index.ts'
import { NOTHING_LEAVES, recountModules } from '../../recount/index.ts'
import { roundName } from '../../rounds/index.ts'
import type { Site, Visit } from '../../site/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { publishedRounds } from '../results/index.ts'

const PATH = '/tietoa/laske-uudelleen'
const COMMANDS = 'npm run osbu -- recount osbu-2023-result.json osbu-2023-ballots.csv\nnpm run osbu -- recount osbu-2023.pb'

function fileField(name: string, label: string, accept: string): Html {
  return html`<div class="ds-field"><label class="ds-label" for="${name}">${label}</label>
<p class="ds-validation-message" data-color="danger" id="${name}-virhe" role="alert"></p>
<input class="ds-input" type="file" id="${name}" name="${name}" accept="${accept}" aria-describedby="${name}-virhe"></div>`
}

function form(visit: Visit, heading: string, fields: Html): Html {
  return html`<form class="recount" novalidate><h2>${heading}</h2>${fields}
<p class="actions"><button class="ds-button" type="submit">${visit.words.counting.recount.submit}</button></p></form>`
}

function recountPage(visit: Visit, rounds: readonly Round[]): Html {
  const { recount: words } = visit.words.counting
  const { page: script, bytes } = recountModules()
  const { rules } = visit.words.results.how
  return page(visit, {
    title: words.title, nav: 'about',
    main: html`<p><a href="${visit.href('/tietoa')}">${visit.words.about.allPages}</a></p>
<h1>${words.title}</h1>
<p class="lead">${words.lead}</p>
<p>${words.stays}</p>
<p>${words.code(visit.format.number(Math.ceil(bytes / 1000)))}</p>
${rounds.length === 0 ? '' : html`<p>${words.where}</p><ul>${rounds.map((round) => html`<li><a href="${visit.href(`/tulokset/${round.slug}/data`)}">${
    roundName(visit, round)}</a></li>`)}</ul>`}
<noscript><p>${words.withoutScripts}</p><pre><code>${COMMANDS}</code></pre></noscript>
<div id="laskenta" hidden>
${form(visit, words.two.heading, html`${fileField('result', words.two.result, '.json,application/json')}${fileField('ballots', words.two.ballots, '.csv,text/csv')}`)}
${form(visit, words.one.heading, fileField('pb', words.one.pb, '.pb'))}
</div>
<div id="vastaus" role="status"></div>
<p><a href="${visit.href('/tietoa/tarkistus')}">${words.guide}</a></p>
<script type="application/json" id="sanat">${json({ texts: { ...words.texts, rules }, language: { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' }[visit.language] })}</script>
<script src="${script}" type="module"></script>`,
  })
}

export function recountPages(site: Site): void {
  site.get(PATH, { shared: true }, async (visit) => {
    visit.reply.header('content-security-policy', NOTHING_LEAVES)
    return recountPage(visit, await publishedRounds(site.rooms))
  })
}
