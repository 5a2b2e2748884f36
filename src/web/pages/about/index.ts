import { type Html, html } from '../../html/index.ts'
import { page } from '../../layout/index.ts'
import type { Rooms, Site, Visit } from '../../site/index.ts'
import type { Words } from '../../words/index.ts'
import { feedback } from './feedback.ts'
import { voting } from './voting.ts'

/** The day on which the accessibility statement was made or last gone through. */
const STATEMENT_DAY = '2026-11-22'

type About = Words['about']
type TextPage = About['secrecy']

/** The pages under `/tietoa`, in the order in which people ask. */
const PAGES: readonly (readonly [path: string, of: (about: About) => { readonly title: string; readonly about: string }])[] = [
  ['/tietoa/aanioikeus', (about) => about.voting],
  ['/tietoa/vaalisalaisuus', (about) => about.secrecy],
  ['/tietoa/tarkistus', (about) => about.verify],
  ['/tietoa/tietosuoja', (about) => about.privacy],
  ['/tietoa/saavutettavuus', (about) => about.accessibility],
  ['/tietoa/avoin-data', (about) => about.openData],
  ['/tietoa/palaute', (about) => about.feedback],
]

function section({ heading, text, items, ordered }: TextPage['sections'][number]): Html {
  const list = (items ?? []).map((item) => html`<li>${item}</li>`)
  return html`<h2>${heading}</h2>
${(text ?? []).map((paragraph) => html`<p>${paragraph}</p>`)}
${list.length === 0 ? '' : ordered ? html`<ol>${list}</ol>` : html`<ul>${list}</ul>`}`
}

function textPage(visit: Visit, words: TextPage, more: Html): Html {
  return page(visit, {
    title: words.title, nav: 'about',
    main: html`<p><a href="${visit.href('/tietoa')}">${visit.words.about.allPages}</a></p>
<h1>${words.title}</h1>
<p class="lead">${words.lead}</p>
<div class="text">${words.sections.map(section)}</div>
${more}`,
  })
}

function links(visit: Visit, of: readonly (readonly [path: string, label: string])[]): Html {
  return html`<ul>${of.map(([path, label]) => html`<li><a href="${path.startsWith('/api') ? path : visit.href(path)}">${label}</a></li>`)}</ul>`
}

/** The newest published head of the audit chain, for whoever wants to keep it, and where all of them are. */
async function chain({ audit }: Pick<Rooms, 'audit'>, visit: Visit): Promise<Html> {
  const { chain: words } = visit.words.about
  const [newest] = await audit.heads('9999-12-31', 1)
  return html`<h2>${words.heading}</h2><div class="text"><p>${words.text}</p>
${newest ? html`<p>${words.latest(visit.format.calendarDay(newest.day), visit.format.number(newest.seq))}<br><span class="mono">${newest.hash}</span></p>`
    : html`<p>${words.none}</p>`}</div>
${links(visit, [['/api/audit/heads', words.file]])}`
}

function home(visit: Visit): Html {
  const { about } = visit.words
  return page(visit, {
    title: about.title, nav: 'about', wide: true,
    main: html`<h1>${about.title}</h1>
<p class="lead">${about.lead}</p>
<h2>${about.how.heading}</h2>
<ol class="text">${about.how.steps.map((step) => html`<li>${step}</li>`)}</ol>
<h2>${about.pages}</h2>
<ul class="cards">${PAGES.map(([path, of]) => html`<li class="card">
<h3><a href="${visit.href(path)}">${of(about).title}</a></h3><p>${of(about).about}</p></li>`)}</ul>`,
  })
}

export function aboutPages(site: Site): void {
  const text = (path: string, of: (about: About) => TextPage, more: (visit: Visit) => Html = () => html``): void =>
    site.get(path, { shared: true }, (visit) => textPage(visit, of(visit.words.about), more(visit)))

  site.get('/tietoa', { shared: true }, home)
  site.get('/tietoa/aanioikeus', { shared: true }, (visit) => voting(site.rooms, visit))
  text('/tietoa/vaalisalaisuus', (about) => about.secrecy,
    (visit) => links(visit, [['/tietoa/tarkistus', visit.words.about.verify.title], ['/tulokset/tarkista', visit.words.about.checkVote]]))
  text('/tietoa/tarkistus', (about) => about.verify,
    (visit) => links(visit, [['/tulokset/tarkista', visit.words.about.checkVote], ['/tulokset', visit.words.about.results]]))
  text('/tietoa/tietosuoja', (about) => about.privacy,
    (visit) => links(visit, [['/tietoa/palaute', visit.words.about.giveFeedback], ['/tietoa/vaalisalaisuus', visit.words.about.claims]]))
  text('/tietoa/saavutettavuus', (about) => about.accessibility, (visit) => html`
<p><a href="${visit.href('/tietoa/palaute')}">${visit.words.about.giveFeedback}</a></p>
<p class="quiet">${visit.words.about.statementDate(visit.format.calendarDay(STATEMENT_DAY))}</p>`)
  site.get('/tietoa/avoin-data', { shared: true }, async (visit) => textPage(visit, visit.words.about.openData, html`${
    links(visit, [['/api/docs', visit.words.about.apiDocs], ['/tulokset', visit.words.about.results]])}${await chain(site.rooms, visit)}`))
  site.get('/tietoa/palaute', { shared: true }, (visit) => feedback(site.rooms, visit))
}
