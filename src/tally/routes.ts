import type { Auth } from '../identity/index.ts'
import { type Api, problems, quiet, valueOf } from '../platform/http/index.ts'
import { shared } from '../platform/shared/index.ts'
import { slugParams } from '../rounds/index.ts'
import { comparisonSchema, openingSchema, openUrnSchema, tallySchema } from './schema.ts'
import type { Comparison, TallyResult } from './rules/index.ts'
import type { Tally } from './service.ts'

type Writable<T> = T extends readonly (infer U)[] ? Writable<U>[] : T extends object ? { -readonly [K in keyof T]: Writable<T[K]> } : T

/** The count as the reply's schema wants it: the same values, a copy that may be written to. */
export function tallyReply(result: TallyResult): Writable<TallyResult> {
  return structuredClone(result) as Writable<TallyResult>
}

export function tallyRoutes(api: Api, { tally, auth }: { tally: Tally; auth: Auth }): void {
  const counters = auth.staff('manager', 'key_holder')

  api.post('/api/rounds/:slug/opening', {
    onRequest: counters,
    config: { ...quiet, limit: 'share' },
    schema: {
      tags: ['count'], summary: 'Open the urn with the shares of two key holders', params: slugParams,
      body: openUrnSchema, response: { 201: openingSchema, ...problems },
    },
  }, async (request, reply) => {
    const report = valueOf(await tally.openUrn(auth.staffOf(request), request.params.slug, request.body.shares))
    return reply.code(201).send({ ...report, unopenable: [...report.unopenable] })
  })

  api.post('/api/rounds/:slug/tally', {
    onRequest: counters,
    schema: {
      tags: ['count'], summary: 'Count the opened ballots by the rule of the round', params: slugParams,
      response: { 201: tallySchema, ...problems },
    },
  }, async (request, reply) => reply.code(201)
    .send(tallyReply(valueOf(await tally.run(auth.staffOf(request), request.params.slug)))))

  api.get('/api/rounds/:slug/tally', {
    onRequest: counters,
    schema: {
      tags: ['count'], summary: 'The stored count, before it is published', params: slugParams,
      response: { 200: tallySchema, ...problems },
    },
  }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    return tallyReply(await tally.preview(request.params.slug))
  })

  api.post('/api/rounds/:slug/publication', {
    onRequest: auth.staff('manager'),
    schema: {
      tags: ['count'], summary: 'Publish the result', params: slugParams, response: { 201: tallySchema, ...problems },
    },
  }, async (request, reply) => reply.code(201)
    .send(tallyReply(valueOf(await tally.publish(auth.staffOf(request), request.params.slug)))))

  api.get('/api/rounds/:slug/comparison', {
    config: shared,
    schema: {
      tags: ['result'], summary: 'What other rules would have chosen from the ballots of a published round', params: slugParams,
      description: 'For comparison alone: the rule of the round stays the rule.', response: { 200: comparisonSchema, ...problems },
    },
  }, async (request) => {
    const { round, comparison } = await tally.comparison(request.params.slug)
    return { round: round.slug, ...structuredClone(comparison) as Writable<Comparison> }
  })
}
