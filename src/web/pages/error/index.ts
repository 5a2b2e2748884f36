import { type Html, html } from '../../html/index.ts'
import { page } from '../../layout/index.ts'
import type { Visit } from '../../site/index.ts'

/** What an error page tells: a sentence for people and, when something is broken, the code by which we find it. */
export type ErrorParts = {
  readonly status: number
  readonly title: string
  readonly messages: readonly string[]
  readonly requestId: string
  /** Where to go on with what was not taken; null for nowhere. */
  readonly back: string | null
}

/** The page for any error that no form can show beside its field. It never says more than what we wrote ourselves. */
export function errorPage(visit: Visit, parts: ErrorParts): Html {
  const { error, toFrontPage, signInAgain } = visit.words.common
  const notFound = parts.status === 404
  // Whoever comes back from a sign-in that failed has just tried: to be told to sign in first would be no answer.
  const signInFailed = parts.status === 401 && parts.messages.length > 0
  const heading = notFound ? error.notFound : signInFailed ? error.notSignedIn : parts.status >= 500 ? error.heading : parts.title
  return page(visit, {
    title: heading,
    main: html`<h1>${heading}</h1>
${notFound ? html`<p>${error.notFoundText}</p>` : parts.title === heading || signInFailed ? '' : html`<p class="lead">${parts.title}</p>`}
${parts.messages.map((message) => html`<p>${message}</p>`)}
${parts.status >= 500 ? html`<p>${error.requestId} <code>${parts.requestId}</code></p>` : ''}
<p class="actions">${parts.status === 401 ? html`<a class="ds-button" href="/api/sign-in/resident?return=${visit.href('/')}">${signInAgain}</a>` : ''}
${parts.back === null ? '' : html`<a class="ds-button" href="${parts.back}">${visit.words.common.continue}</a>`}
<a class="ds-button" data-variant="${parts.status === 401 || parts.back !== null ? 'secondary' : 'primary'}" href="${visit.href('/')}">${toFrontPage}</a></p>`,
  })
}
