import type { Round } from '../../../rounds/index.ts'
import type { Progress } from '../../../tally/index.ts'
import { type Html, html } from '../../html/index.ts'
import type { Visit } from '../../site/index.ts'
import { staffPage } from '../staff/frame.ts'
import { roundHome } from './round.ts'

export type Running = Extract<Progress<string>, { state: 'running' }>

type Parts = {
  readonly title: string
  /** Said until it is known how much there is to do. */
  readonly starting: string
  readonly text: (done: string, all: string) => string
  readonly path: string
  readonly progress: Running
}

/** How far work in the background is. The header reloads the page without a script; the bar is a picture of the words. */
export function runningPage(visit: Visit, round: Round, { title, starting, text, path, progress: { done, all } }: Parts): Html {
  const { opening } = visit.words.running
  const { number } = visit.format
  visit.reply.header('refresh', '2')
  return staffPage(visit, {
    title, round,
    main: html`<h1>${title}</h1>
<p class="lead">${all === null ? starting : text(number(done), number(all))}</p>
<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="bar-all" width="100" height="4"/>
<rect class="bar-part" width="${all ? (done * 100 / all).toFixed(1) : 2}" height="4"/></svg>
<p class="quiet">${opening.refreshes} <a href="${visit.href(roundHome(round, path))}">${opening.refresh}</a></p>`,
  })
}
