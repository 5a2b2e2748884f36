import { z } from 'zod'
import type { Auth } from '../identity/index.ts'
import { type Api, problems, quiet, valueOf } from '../platform/http/index.ts'
import { shared } from '../platform/shared/index.ts'
import { slugParams } from '../rounds/index.ts'
import { castIdOf } from './casting.ts'
import {
  castSchema, destroyedSchema, forgetSchema, forgettingSchema, forgottenSchema, keysSchema, makeKeysSchema, myBallotSchema, proofReplySchema, proofSchema, receiptSchema, rollReplySchema, rollSchema, turnoutSchema,
  urnListSchema,
} from './schema.ts'
import type { Urn } from './service.ts'

const ROLL_BYTES_MAX = 1024 * 1024

export function urnRoutes(api: Api, { urn, auth }: { urn: Urn; auth: Auth }): void {
  api.get('/api/rounds/:slug/my-ballot', {
    onRequest: auth.resident,
    config: quiet,
    schema: {
      tags: ['voting'], summary: 'Whether one may vote and has voted, never how', params: slugParams,
      response: { 200: myBallotSchema, ...problems },
    },
  }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    return valueOf(await urn.myBallot(auth.residentOf(request), request.params.slug))
  })

  api.post('/api/rounds/:slug/my-ballot', {
    onRequest: auth.resident,
    config: { ...quiet, limit: 'cast' },
    schema: {
      tags: ['voting'], summary: 'Cast or replace one’s ballot',
      description: 'The same cast id and picks again get the same receipt again (200), even after closing.',
      params: slugParams, body: castSchema, response: { 200: receiptSchema, 201: receiptSchema, ...problems },
    },
  }, async (request, reply) => {
    const { picks, castId, replaces } = request.body
    const receipt = valueOf(await urn.cast(auth.residentOf(request), request.params.slug,
      { picks, replaces, castId: castIdOf(castId, request.headers['idempotency-key']) }))
    const { again, ...body } = receipt
    return reply.code(again ? 200 : 201).header('cache-control', 'no-store').send(body)
  })

  api.get('/api/rounds/:slug/turnout', {
    config: shared,
    schema: {
      tags: ['voting'], summary: 'How many have voted, rounded down to ten', params: slugParams,
      response: { 200: turnoutSchema, ...problems },
    },
  }, async (request) => ({ ballots: await urn.turnout(request.params.slug) }))

  api.get('/api/rounds/:slug/urn-list', {
    config: shared,
    schema: {
      tags: ['voting'], summary: 'The list of all sealed ballots, stored when voting ended', params: slugParams,
      response: { 200: urnListSchema, ...problems },
    },
  }, async (request) => {
    const { sealedCount, sha256 } = await urn.urnList(request.params.slug)
    return { sealedCount, sha256 }
  })

  api.get('/api/rounds/:slug/urn-list.txt', {
    config: shared,
    schema: {
      tags: ['voting'], summary: 'The same list as text: one hash a line, sorted', params: slugParams,
      produces: ['text/plain'], response: { 200: z.string(), ...problems },
    },
  }, async (request, reply) => {
    const { text } = await urn.urnList(request.params.slug)
    return reply.type('text/plain; charset=utf-8').serializer((body: string) => body).send(text)
  })

  api.post('/api/rounds/:slug/keys', {
    onRequest: auth.staff('manager', 'key_holder'),
    config: quiet,
    schema: {
      tags: ['ceremony'], summary: 'Make the keys of a round; the answer holds the three shares, this once',
      description: 'They are ready when two shares have come back from paper. Until then `discards` makes others.',
      params: slugParams, body: makeKeysSchema, response: { 201: keysSchema, ...problems },
    },
  }, async (request, reply) => {
    const made = valueOf(await urn.makeKeys(auth.staffOf(request), request.params.slug, request.body))
    return reply.code(201).header('cache-control', 'no-store').send({ ...made, shares: [...made.shares] })
  })

  api.post('/api/rounds/:slug/keys/proof', {
    onRequest: auth.staff('manager', 'key_holder'),
    config: { ...quiet, limit: 'share' },
    schema: {
      tags: ['ceremony'], summary: 'Give one share back from paper; with the second the keys are ready',
      params: slugParams, body: proofSchema, response: { 200: proofReplySchema, ...problems },
    },
  }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    return valueOf(await urn.proveShare(auth.staffOf(request), request.params.slug, request.body.share))
  })

  api.put('/api/rounds/:slug/roll', {
    onRequest: auth.staff('manager'),
    config: quiet,
    bodyLimit: ROLL_BYTES_MAX,
    schema: {
      tags: ['ceremony'], summary: 'Import the extract of the population register, in place of any earlier one',
      params: slugParams, body: rollSchema, response: { 200: rollReplySchema, ...problems },
    },
  }, async (request) =>
    valueOf(await urn.importRoll(auth.staffOf(request), request.params.slug, request.body.hetus)))

  api.get('/api/rounds/:slug/forgetting', {
    onRequest: auth.staff('manager'),
    schema: {
      tags: ['forgetting'], summary: 'Where Forget of a round stands, and what people say that they destroyed', params: slugParams,
      response: { 200: forgettingSchema, ...problems },
    },
  }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const { from, forgottenAt, destroyed, ...rest } = await urn.forgetting(request.params.slug)
    return { ...rest, from: from?.toISOString() ?? null, forgottenAt: forgottenAt?.toISOString() ?? null, destroyed: [...destroyed] }
  })

  api.post('/api/rounds/:slug/forgetting', {
    onRequest: auth.staff('manager'),
    schema: {
      tags: ['forgetting'], summary: 'Destroy the secrets, the sealed ballots and the roll of a round, for ever',
      description: 'After the appeal period alone. What was cut off in the middle is finished by sending it again.',
      params: slugParams, body: forgetSchema, response: { 201: forgottenSchema, ...problems },
    },
  }, async (request, reply) =>
    reply.code(201).send(valueOf(await urn.forget(auth.staffOf(request), request.params.slug, request.body))))

  api.post('/api/rounds/:slug/forgetting/copies', {
    onRequest: auth.staff('manager'),
    schema: {
      tags: ['forgetting'], summary: 'Say that copies which no software reaches were destroyed: sheets, backups, archives',
      params: slugParams, body: destroyedSchema, response: { 204: z.null(), ...problems },
    },
  }, async (request, reply) => {
    valueOf(await urn.tellDestroyed(auth.staffOf(request), request.params.slug, request.body))
    return reply.code(204).send(null)
  })
}
