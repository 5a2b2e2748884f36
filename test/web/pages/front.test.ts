import { parse } from 'node-html-parser'
import t from 'tap'
import { formatOf } from '../../../src/web/format/index.ts'
import { MANAGER, must, roundRequest, testWorld } from '../../support/index.ts'
import { faultsOf } from './ideas-door.ts'

t.test('the front page', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const get = async (url: string) => {
    const { statusCode, body } = await world.app.inject({ method: 'GET', url })
    return { status: statusCode, dom: parse(body) }
  }

  await t.test('without a round it bids welcome and has no steps', async (t) => {
    const page = await get('/')
    t.equal(page.status, 200)
    t.same(faultsOf(page), [])
    t.equal(page.dom.querySelectorAll('.phases').length, 0)
  })

  await t.test('the steps of the round stand there with their days, and the one that goes on is marked', async (t) => {
    const HOUR = 60 * 60 * 1000
    const at = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString()
    const request = roundRequest({
      ideasOpenAt: at(-1), ideasCloseAt: at(24 * 7), votingOpenAt: at(24 * 14), votingCloseAt: at(24 * 21), paperUntil: at(24 * 21 + 2),
    })
    must(await world.rounds.create(MANAGER, request))
    const { day } = formatOf('fi')
    const page = await get('/')
    t.same(faultsOf(page), [])
    const steps = page.dom.querySelectorAll('.phases > li')
    t.equal(steps.length, 5)
    t.match(steps[0]!.text, `${day(new Date(request.ideasOpenAt))} – ${day(new Date(request.ideasCloseAt))}`)
    t.match(steps[2]!.text, `${day(new Date(request.votingOpenAt))} – ${day(new Date(request.votingCloseAt))}`)
    t.match(steps[3]!.text, `${day(new Date(request.votingCloseAt))} jälkeen`)
    t.same(steps.map((step) => step.getAttribute('aria-current')), ['step', undefined, undefined, undefined, undefined])
    world.clock.set(Date.now() + 10 * 24 * HOUR)
    const later = (await get('/')).dom.querySelectorAll('.phases > li')
    t.same(later.map((step) => step.getAttribute('aria-current')), [undefined, 'step', undefined, undefined, undefined])
    world.clock.reset()
    for (const lang of ['sv', 'en']) t.same(faultsOf(await get(`/${lang}`), lang), [])
  })
})
