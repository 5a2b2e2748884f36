import type { FastifyReply } from 'fastify'
import { type Html, html } from '../html/index.ts'
import { page } from '../layout/index.ts'
import type { Visit } from './index.ts'

type Who = 'resident' | 'staff'

function signInHref(who: Who, back: string): string {
  return `/api/sign-in/${who}?return=${encodeURIComponent(back)}`
}

/** What a form holds as it came: texts alone, for a file cannot be sent back. */
function hiddenFields(body: unknown): Html {
  const fields = Object.entries((body as Record<string, unknown> | null) ?? {})
    .flatMap(([name, value]) => [value].flat().map((each) => [name, each] as const))
    .filter((field): field is readonly [string, string] => typeof field[1] === 'string')
  return html`${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`
}

/**
 * Sends somebody who is not signed in to sign in and come back. Browsers let no form lead to another server's page, not
 * even by redirects (`form-action` in our policy), so one that may have come from a form gets a page in between.
 */
export function toSignIn(visit: Visit, who: Who): FastifyReply {
  const { request, reply } = visit
  const href = signInHref(who, request.url)
  // A link from elsewhere or an address typed cannot be a form of ours: those go straight on.
  if (request.headers['sec-fetch-site'] !== 'same-origin') return reply.redirect(href, 303)
  const { signedOut, signInAgain } = visit.words.common
  return send(reply.header('refresh', `0; url=${href}`), page(visit, {
    title: signedOut.title,
    main: html`<h1>${signedOut.title}</h1><p class="actions"><a class="ds-button" href="${href}">${signInAgain}</a></p>`,
  }))
}

/**
 * What answers a form whose session has run out. Nothing typed is lost: the page holds it, signing in opens beside it, and
 * the same form is sent again. `home` is where the sign-in leads.
 */
export function signedOutPage(visit: Visit, who: Who, home: string): FastifyReply {
  const { signedOut, signInAgain } = visit.words.common
  return send(visit.reply, page(visit, {
    title: signedOut.title,
    main: html`<h1>${signedOut.title}</h1><p class="lead">${signedOut.notSent}</p>
<ol><li>${signedOut.first}</li><li>${signedOut.then}</li></ol>
<p class="actions"><a class="ds-button" href="${signInHref(who, visit.href(home))}" target="_blank" rel="noopener">${
  signInAgain} <span>(${signedOut.newTab})</span></a></p>
<form method="post" action="${visit.request.url}" data-once>${hiddenFields(visit.request.body)}
<p class="actions"><button class="ds-button" data-variant="secondary" type="submit">${signedOut.sendAgain}</button></p></form>`,
  }))
}

/** The same where a form holds what no page may keep: shares, identity codes, picks. The desk keeps its own, sealed. */
export function signedOutQuietly(visit: Visit, who: Who, back: string): FastifyReply {
  const { signedOut, signInAgain } = visit.words.common
  return send(visit.reply, page(visit, {
    title: signedOut.title,
    main: html`<h1>${signedOut.title}</h1><p class="lead">${signedOut.notTaken}</p>
<p class="actions"><a class="ds-button" href="${signInHref(who, visit.href(back))}">${signInAgain}</a></p>`,
  }))
}

function send(reply: FastifyReply, page: Html): FastifyReply {
  reply.header('cache-control', 'no-store')
  return reply.code(401).type('text/html; charset=utf-8').serializer(String).send(String(page))
}
