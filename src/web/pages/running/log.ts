import { type AuditEvent, type AuditFilter, type EventKind, EVENTS, type Verification } from '../../../audit/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { flag, type Html, html } from '../../html/index.ts'
import { roundName } from '../../rounds/index.ts'
import type { Site, Visit } from '../../site/index.ts'
import { MANAGERS, momentOf, queryOf, staffPage } from '../staff/frame.ts'

const PER_PAGE = 30
const TEXT_MAX = 100

/** What the address asks for, as it stands in the form. */
type Asked = { readonly laji: string; readonly tekija: string; readonly kierros: string; readonly sana: string }

function select(name: string, label: string, all: string, now: string, options: readonly (readonly [string, string])[]): Html {
  return html`<div class="ds-field"><label class="ds-label" for="${name}">${label}</label>
<select class="ds-input" id="${name}" name="${name}"><option value="">${all}</option>${options.map(([value, text]) => html`
<option value="${value}"${flag('selected', value === now)}>${text}</option>`)}</select></div>`
}

function kindWords(visit: Visit, kind: string): string {
  return visit.words.running.log.events[kind as EventKind] ?? kind
}

function verdict(visit: Visit, verified: Verification): Html {
  const { log } = visit.words.running
  if (!verified.ok) return html`<div class="ds-alert" data-color="danger"><p><strong>${log.broken(visit.format.number(verified.seq))}</strong></p></div>`
  return html`<div class="ds-alert" data-color="success"><p><strong>${log.holds(visit.format.number(verified.events))}</strong></p>
<p>${log.head} <span class="mono">${verified.head}</span></p></div>`
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : Array.isArray(value) ? value.map(shown).join(', ') : JSON.stringify(value)
}

function item(visit: Visit, event: AuditEvent, rounds: ReadonlyMap<string, Round>): Html {
  const { log } = visit.words.running
  const round = event.roundId === null ? undefined : rounds.get(event.roundId)
  const fields = Object.entries(JSON.parse(event.body) as Record<string, unknown>)
  return html`<li class="chain"><p><strong>${kindWords(visit, event.kind)}</strong> <span>${momentOf(visit, event.at)}</span></p>
<p><span>${event.actorName}${round ? html` · ${roundName(visit, round)}` : ''}</span> <span class="quiet">${event.seq}</span></p>
<details><summary>${log.details}<span class="ds-sr-only">, ${event.seq}</span></summary>
<dl class="chain-fields">${fields.map(([name, value]) => html`<dt>${name}</dt><dd>${shown(value)}</dd>`)}
<dt>${log.hash}</dt><dd class="mono">${event.hash}</dd><dt>${log.previous}</dt><dd class="mono">${event.prevHash}</dd></dl></details></li>`
}

function older(visit: Visit, asked: Asked, before: number): string {
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''))
  query.set('ennen', String(before))
  return visit.href(`/hallinta/loki?${query}`)
}

/** What was asked for, without what nobody could mean: an unknown kind or round is not looked for. */
function filterOf(asked: Asked, rounds: readonly Round[]): AuditFilter {
  const round = rounds.find(({ slug }) => slug === asked.kierros)
  return {
    ...(asked.laji in EVENTS ? { kind: asked.laji } : {}),
    ...(asked.tekija === '' ? {} : { actor: asked.tekija }),
    ...(round ? { roundId: round.id } : {}),
    ...(asked.sana === '' ? {} : { text: asked.sana }),
  }
}

export function logPages(site: Site): void {
  const { rooms } = site
  site.get('/hallinta/loki', MANAGERS, async (visit) => {
    const { log } = visit.words.running
    const asked: Asked = {
      laji: queryOf(visit, 'laji'), tekija: queryOf(visit, 'tekija'), kierros: queryOf(visit, 'kierros'),
      sana: queryOf(visit, 'sana').trim().replaceAll('\0', '').slice(0, TEXT_MAX),
    }
    const ennen = queryOf(visit, 'ennen')
    const before = /^[1-9]\d{0,14}$/.test(ennen) ? Number(ennen) : Number.MAX_SAFE_INTEGER
    const [all, actors, verified] = await Promise.all([rooms.rounds.list(), rooms.audit.actors(), rooms.audit.verify()])
    const found = await rooms.audit.page(before, PER_PAGE + 1, filterOf(asked, all))
    const events = found.slice(0, PER_PAGE)
    const last = events.at(-1)
    const byId = new Map(all.map((round) => [round.id, round]))
    const narrowed = Object.values(asked).some((value) => value !== '')
    return staffPage(visit, {
      title: log.title,
      main: html`<h1>${log.title}</h1><p class="lead">${log.lead}</p>${verdict(visit, verified)}
<form class="chain-filters" method="get" action="${visit.href('/hallinta/loki')}" role="search" aria-label="${log.filter}">
${select('laji', log.kind, log.all, asked.laji, Object.keys(EVENTS).map((kind) => [kind, kindWords(visit, kind)] as const)
    .toSorted((a, b) => a[1].localeCompare(b[1], visit.language)))}
${select('tekija', log.actor, log.all, asked.tekija, actors.map(({ id, name }) => [id, name] as const))}
${select('kierros', log.round, log.all, asked.kierros, all.map((round) => [round.slug, roundName(visit, round)] as const))}
<div class="ds-field"><label class="ds-label" for="sana">${log.text}</label><input class="ds-input" id="sana" name="sana" type="search" maxlength="${TEXT_MAX}" value="${asked.sana}"></div>
<button class="ds-button" type="submit">${log.search}</button></form>
<p role="status">${events.length === 0 ? log.none : log.found(visit.format.number(events.length))}${narrowed || ennen !== '' ? html`
<a href="${visit.href('/hallinta/loki')}">${narrowed ? log.clear : log.newest}</a>` : ''}</p>
<ul class="ranked">${events.map((event) => item(visit, event, byId))}</ul>
${found.length > PER_PAGE && last ? html`<p><a class="ds-button" data-variant="secondary" href="${older(visit, asked, last.seq)}">${log.older}</a></p>` : ''}`,
    })
  })
}
