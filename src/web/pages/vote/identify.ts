import type { Round } from '../../../rounds/index.ts'
import type { Station } from '../../../stations/index.ts'
import type { EligibilityRefusal } from '../../../urn/index.ts'
import { type Html, html } from '../../html/index.ts'
import { steps } from '../../layout/index.ts'
import { roundName, roundPath } from '../../rounds/index.ts'
import type { Answer, Visit } from '../../site/index.ts'
import { atTime, signOutForm, stationList, urnSentence, votePage } from './parts.ts'
import { mayCast, settled, signInHref, type Standing, stepHref, type VotePages } from './standing.ts'

/** Step one, and the place to which everything leads that does not belong elsewhere: it tells where somebody stands. */
export async function identify(pages: VotePages, visit: Visit): Promise<Answer> {
  let standing = await pages.standingOf(visit)
  if (standing === null) return noRoundPage(visit)
  if (standing.phase === 'counting' && standing.ballot === null && standing.draft !== null && visit.resident) {
    if (await pages.rooms.urn.mayStillCome(standing.round)) return notYetKnownPage(visit, standing.round)
    // None is on its way any more, and one that came in meanwhile is there to be seen now.
    standing = await pages.standingOf(visit) ?? standing
  }
  const { round, phase, right, ballot, draft } = standing
  const receipt = await settled(pages, visit, standing)
  if (receipt !== null) return receipt
  if (phase !== 'voting') return notOpenPage(pages.rooms.clock.now(), visit, standing)
  const stations = await pages.stationsOf(round)
  if (right === 'visitor' || right === 'sign_in_again') return identifyPage(visit, standing, stations)
  if (ballot !== null && !(draft !== null && mayCast(standing))) return votedPage(pages, visit, standing)
  if (right !== 'may_vote') {
    pages.drafts.clear(visit, round)
    return { page: mayNotPage(visit, round, right, stations), status: 403 }
  }
  return { redirect: stepHref(visit, draft === null ? '/valitse' : '/tarkista', round) }
}

function noRoundPage(visit: Visit): Html {
  const { noRound, noRoundText, toResult } = visit.words.vote
  return votePage(visit, null, {
    title: noRound,
    main: html`<h1>${noRound}</h1><p class="lead">${noRoundText}</p>
<p class="actions"><a class="ds-button" href="${visit.href('/tulokset')}">${toResult}</a></p>`,
  })
}

/**
 * Before voting and after it. Whoever has chosen and not confirmed is told that it was not saved. Their draft stays: our clock
 * may be ahead of the database's, which takes the form of a check page that is still open.
 */
function notOpenPage(now: Date, visit: Visit, { round, phase, right, ballot, draft, draftLocked }: Standing): Html {
  const { vote } = visit.words
  if (phase === 'voting') throw new TypeError('voting is open')
  // Of a draft whose voter is not signed in nobody knows here whether it was confirmed in time.
  const late = draft !== null && !draftLocked
  const isBefore = phase === 'upcoming' || phase === 'ideas' || phase === 'review'
  const due = round.votingOpenAt > now
  const [href, label] = isBefore ? ['/ideat', vote.toIdeas]
    : phase === 'counting' ? ['/ehdotukset', vote.toProposals] : ['/tulokset', vote.toResult]
  return votePage(visit, round, {
    title: `${vote.phases[phase]}: ${roundName(visit, round)}`,
    main: html`<p class="steps">${roundName(visit, round)}</p><h1>${vote.phases[phase]}</h1>
<p class="lead">${isBefore ? (due ? atTime(visit, vote.opens, round.votingOpenAt) : vote.opensLater)
    : atTime(visit, vote.closed, round.votingCloseAt)}</p>
${late ? html`<div class="ds-alert" data-color="warning"><p><strong>${vote.choiceLost}</strong></p>
<form method="post" action="${stepHref(visit, '/poistu', round)}"><button class="ds-button" data-variant="secondary" data-size="sm" type="submit">${vote.leave.discard}</button></form></div>` : ''}
${draftLocked ? html`<div class="ds-alert" data-color="warning"><p>${vote.choiceUnknown}
<a href="${signInHref(visit, round)}">${visit.words.common.signInAgain}</a></p></div>` : ''}
${phase === 'counting' && right === 'may_vote' ? html`<p>${urnSentence(visit, ballot)}</p>` : ''}
${isBefore ? '' : html`<p>${phase === 'counting' ? vote.counting : vote.resultIsOut}</p>`}
<p class="actions"><a class="ds-button" href="${visit.href(roundPath(href, round))}">${label}</a></p>
${visit.resident ? signOutForm(visit, 'plain') : ''}`,
  })
}

/** Voting has ended, and a vote may be on its way into the urn that nobody can see yet: nothing is said that may be untrue. */
function notYetKnownPage(visit: Visit, round: Round): Html {
  const { vote } = visit.words
  return votePage(visit, round, {
    title: vote.notYetKnown,
    main: html`<p class="steps">${roundName(visit, round)}</p><h1>${vote.notYetKnown}</h1>
<p class="lead">${atTime(visit, vote.closed, round.votingCloseAt)} ${vote.notYetKnownText}</p>
<p class="actions"><a class="ds-button" href="${stepHref(visit, '', round)}">${vote.lookAgain}</a></p>
${signOutForm(visit, 'plain')}`,
  })
}

function identifyPage(visit: Visit, standing: Standing, stations: readonly Station[]): Html {
  const { identify: words, ...vote } = visit.words.vote
  const { round, right, draft, draftLocked } = standing
  const kept = draft !== null || draftLocked
  const heading = kept ? words.keptHeading : words.heading(roundName(visit, round))
  const picks = vote.picks(round.picksMin, round.picksMax)
  return votePage(visit, round, {
    title: draft ? vote.notSavedTitle(heading) : heading,
    main: html`${steps(visit, 1, vote.steps)}
<h1>${heading}</h1>
${kept ? html`<div class="ds-alert" data-color="warning"><p>${draftLocked
    ? html`<strong>${vote.unfinished}</strong> ${words.locked}`
    : html`<strong>${vote.notSaved}</strong> ${words.kept}`}</p></div>` : ''}
${right === 'sign_in_again' ? html`<div class="ds-alert" data-color="info"><p>${words.again}</p></div>` : ''}
<p class="lead">${atTime(visit, vote.until, round.votingCloseAt)}</p>
<p class="actions"><a class="ds-button" href="${signInHref(visit, round)}">${words.start}</a>
${kept ? '' : html`<a class="ds-button" data-variant="secondary" href="${stepHref(visit, '/valitse', round)}">${words.chooseFirst}</a>`}
${draft ? html`<a class="ds-button" data-variant="secondary" href="${stepHref(visit, '/valitse', round)}">${words.change}</a>` : ''}</p>
${kept ? html`<form method="post" action="${stepHref(visit, '/poistu', round)}"><input type="hidden" name="uudelleen" value="1">
<button class="ds-button" data-variant="tertiary" type="submit">${words.startOver}</button></form>` : ''}
<h2>${words.how}</h2>
<ol class="how"><li>${words.toIdentify}</li><li>${words.toChoose(picks)}</li><li>${words.toCheck}</li><li>${words.toKeep}</li></ol>
<p>${words.secret} <a href="${visit.href('/tietoa/vaalisalaisuus')}">${words.more}</a></p>
<h2>${words.who}</h2>
<p>${words.whoText(round.votingAge, visit.format.calendarDay(round.ageCutoff))}</p>
${stations.length > 0 ? html`<h2>${words.paper}</h2><p>${words.paperText}</p>${stationList(visit, stations, 3)}` : ''}`,
  })
}

/** Kindly: why not, and where they can. */
function mayNotPage(visit: Visit, round: Round, refusal: EligibilityRefusal, stations: readonly Station[]): Html {
  const { mayNot, sendIdea, toProposals } = visit.words.vote
  const { heading, text } = mayNot[refusal]
  const young = refusal === 'too_young'
  return votePage(visit, round, {
    title: heading,
    main: html`<p class="steps">${roundName(visit, round)}</p><h1>${heading}</h1>
<p class="lead">${text(round.votingAge, visit.format.calendarDay(round.ageCutoff))}</p>
${young ? '' : stationList(visit, stations, 2)}
<p class="actions">${young ? html`<a class="ds-button" href="${visit.href('/ideat/uusi')}">${sendIdea}</a>` : ''}
<a class="ds-button" data-variant="secondary" href="${visit.href(roundPath('/ehdotukset', round))}">${toProposals}</a></p>
${signOutForm(visit, 'plain')}`,
  })
}

/** What is in the urn, since when, and what may be done about it. */
function votedPage(pages: VotePages, visit: Visit, standing: Standing): Html {
  const { voted, toProposals } = visit.words.vote
  const { round, ballot, voter } = standing
  const onPaper = ballot?.channel === 'paper'
  const heading = onPaper ? voted.onPaperHeading : voted.heading
  const mayReplace = mayCast(standing)
  const receipt = pages.drafts.receiptOf(visit, round.slug, voter)
  if (!mayReplace) pages.drafts.clear(visit, round)
  return votePage(visit, round, {
    title: heading,
    main: html`<p class="steps">${roundName(visit, round)}</p><h1>${heading}</h1>
<div class="ds-alert" data-color="success"><p><strong>${urnSentence(visit, ballot)}</strong> ${voted.nothingToDo}</p></div>
<p>${mayReplace ? atTime(visit, voted.mayReplace, round.votingCloseAt) : onPaper ? '' : round.mayReplace ? voted.mayNoLonger : voted.mayNotReplace}</p>
<p class="actions">${receipt && receipt.revision === ballot?.revision
    ? html`<a class="ds-button" href="${stepHref(visit, '/valmis', round)}">${voted.showTracker}</a>` : ''}
${mayReplace ? html`<a class="ds-button" data-variant="secondary" href="${stepHref(visit, '/valitse', round)}">${voted.replace}</a>` : ''}
<a class="ds-button" data-variant="secondary" href="${visit.href(roundPath('/ehdotukset', round))}">${toProposals}</a></p>
${signOutForm(visit, 'plain')}`,
  })
}
