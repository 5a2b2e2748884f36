import { type Html, html } from '../../html/index.ts'
import { page } from '../../layout/index.ts'
import type { Rooms, Visit } from '../../site/index.ts'

/** Where feedback goes: addresses that the town has told, and no form that nobody reads. */
export function feedback({ contact }: Pick<Rooms, 'contact'>, visit: Visit): Html {
  const { about } = visit.words
  const { feedback: words } = about
  const known = contact.email !== null || contact.phone !== null
  return page(visit, {
    title: words.title, nav: 'about',
    main: html`<p><a href="${visit.href('/tietoa')}">${about.allPages}</a></p>
<h1>${words.title}</h1>
<p class="lead">${words.lead}</p>
${known ? html`<dl class="facts">
${contact.email === null ? '' : html`<div><dt>${words.email}</dt><dd><a href="mailto:${contact.email}">${contact.email}</a></dd></div>`}
${contact.phone === null ? '' : html`<div><dt>${words.phone}</dt><dd><a href="tel:${contact.phone.replace(/[^+\d]/g, '')}">${contact.phone}</a></dd></div>`}
</dl>` : html`<div class="ds-alert" data-color="info"><p>${words.none}</p></div>`}
<h2>${words.tellUs}</h2>
<ul>${words.tell.map((what) => html`<li>${what}</li>`)}</ul>
<p><strong>${words.neverTell}</strong></p>
<p>${words.authority} <a href="${visit.href('/tietoa/saavutettavuus')}">${about.accessibility.title}</a></p>`,
  })
}
