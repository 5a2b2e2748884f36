import type { FieldError } from '../../../kernel/index.ts'
import { isUrnComplete, type Round } from '../../../rounds/index.ts'
import type { OpeningReport } from '../../../tally/index.ts'
import { type Html, html } from '../../html/index.ts'
import { type Answer, type Site, typedOf, type Visit } from '../../site/index.ts'
import { attempt, refusalText, roundIn, staffOf, staffPage } from '../staff/frame.ts'
import { createHeld } from './held.ts'
import { type Running, runningPage } from './progress.ts'
import { backToRound, heldInBrowser, QUIET_COUNTERS, roundHome } from './round.ts'
import { shareField, shareIn } from './share-field.ts'

/** The first share, until the second is given. */
type First = { readonly share: string; readonly holder: string }

const FIRST_SHARE_SECONDS = 10 * 60

type FormState = { readonly first: First | null; readonly errors?: readonly FieldError[]; readonly typed?: string; readonly problem?: string }

/** A share is typed by one holder at a time; what was typed wrong comes back, the other holder's never does. */
function sharePage(visit: Visit, round: Round, { first, errors = [], typed = '', problem }: FormState): Html {
  const { opening } = visit.words.running
  const action = visit.href(roundHome(round, '/avaus'))
  return staffPage(visit, {
    title: opening.title, round, back: backToRound(visit, round), errors, problem,
    main: html`<h1>${opening.title}</h1><p class="lead">${opening.lead}</p>
${first ? html`<div class="ds-alert" data-color="success" role="status"><p>${opening.given(first.holder)}</p></div>` : ''}
<h2>${first ? opening.second : opening.first}</h2>
<form method="post" action="${action}" novalidate data-once>
${shareField(visit, { errors, typed })}
<p class="actions"><button class="ds-button" type="submit">${first ? opening.open : opening.give}</button></p></form>
${first ? html`<form method="post" action="${action}"><button class="ds-button" data-variant="tertiary" type="submit" name="alusta" value="1">${opening.restart}</button></form>` : ''}`,
  })
}

function notePage(visit: Visit, round: Round, text: string): Html {
  const { title } = visit.words.running.opening
  return staffPage(visit, { title, round, back: backToRound(visit, round), main: html`<h1>${title}</h1><p class="lead">${text}</p>` })
}

function progressPage(visit: Visit, round: Round, progress: Running): Html {
  const { opening } = visit.words.running
  const text = (opened: string, all: string): string => opening.progress(opened, all)
  return runningPage(visit, round, { title: opening.running, starting: opening.starting, text, path: '/avaus', progress })
}

function reportPage(visit: Visit, round: Round, { sealedCount, openedCount, unopenable }: OpeningReport): Html {
  const { opening } = visit.words.running
  const { number } = visit.format
  return staffPage(visit, {
    title: opening.openedTitle, round, back: backToRound(visit, round),
    main: html`<h1>${opening.openedTitle}</h1>
<p class="lead">${opening.sum(number(sealedCount), number(openedCount), number(unopenable.length))}</p>
<dl class="facts"><div><dt>${opening.sealed}</dt><dd>${number(sealedCount)}</dd></div><div><dt>${opening.opened}</dt><dd>${number(openedCount)}</dd></div>
<div><dt>${opening.unopened}</dt><dd>${number(unopenable.length)}</dd></div></dl>
${unopenable.length > 0 ? html`<h2>${opening.unopenedTitle}</h2><p>${opening.unopenedText}</p>
<ul>${unopenable.map(({ sealedSha256, reason }) => html`<li><span class="mono">${sealedSha256}</span>: ${
  opening.reasons[reason as keyof typeof opening.reasons]}</li>`)}</ul>` : ''}
<p class="actions"><a class="ds-button" href="${visit.href(roundHome(round, '/laskenta'))}">${opening.next}</a></p>`,
  })
}

export function openingPages(site: Site): void {
  const { rooms } = site
  const firsts = heldInBrowser(
    rooms.identity.kept('opening'), createHeld<First>(FIRST_SHARE_SECONDS * 1000), FIRST_SHARE_SECONDS,
  )

  /** Why no share is asked for yet, or null. */
  function notYet(visit: Visit, round: Round): string | null {
    const { opening } = visit.words.running
    if (round.keysReadyAt === null) return opening.noKeys
    if (isUrnComplete(round, rooms.clock.now())) return null
    return opening.notEnded(visit.format.weekday(round.paperUntil), visit.format.time(round.paperUntil))
  }

  site.get('/hallinta/kierros/:slug/avaus', QUIET_COUNTERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const report = await rooms.tally.openingReport(round.slug)
    if (report !== null) return reportPage(visit, round, report)
    const progress = rooms.tally.openingProgress(round.slug)
    if (progress?.state === 'running') return progressPage(visit, round, progress)
    const text = notYet(visit, round)
    if (text !== null) return notePage(visit, round, text)
    const first = firsts.read(visit, round)
    const problem = first !== null ? undefined : progress?.state === 'failed' ? visit.words.running.opening.failed
      : progress?.state === 'refused' ? refusalText(visit, progress.refusal) : undefined
    return sharePage(visit, round, { first, ...(problem === undefined ? {} : { problem }) })
  })

  site.post('/hallinta/kierros/:slug/avaus', { ...QUIET_COUNTERS, limit: 'share' }, async (visit): Promise<Answer> => {
    const round = await roundIn(rooms, visit)
    const here = { redirect: visit.href(roundHome(round, '/avaus')) }
    if (await rooms.tally.openingReport(round.slug) !== null || notYet(visit, round) !== null) return here
    const typed = typedOf(visit.request.body)
    const first = firsts.read(visit, round)
    if (typed.alusta !== undefined) {
      firsts.drop(visit, round)
      return here
    }
    const share = shareIn(typed)
    const wrong = (code: string): Answer =>
      ({ status: 400, page: sharePage(visit, round, { first, errors: [{ field: 'share', code }], typed: share }) })
    if (share === '') return wrong('required')
    const tried = await attempt(() => rooms.tally.holderOfShare(staffOf(visit), round.slug, share))
    if ('errors' in tried) return wrong(tried.errors[0]?.code ?? 'invalid')
    if (!tried.outcome.ok) return here
    const holder = tried.outcome.value
    if (first === null) {
      firsts.keep(visit, round, { share, holder })
      return here
    }
    if (holder === first.holder) return wrong('same_share_twice')
    firsts.drop(visit, round)
    void rooms.tally.startOpening(staffOf(visit), round.slug, [first.share, share])
    return here
  })
}
