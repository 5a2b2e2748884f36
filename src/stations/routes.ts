import { z } from 'zod'
import type { Auth } from '../identity/index.ts'
import { type Api, problems, quiet, valueOf } from '../platform/http/index.ts'
import { shared } from '../platform/shared/index.ts'
import { slugParams } from '../rounds/index.ts'
import { castIdOf } from '../urn/index.ts'
import {
  addStationSchema, checkPersonSchema, closeDaySchema, personSchema, registeredSchema, registerSchema, stationDaySchema,
  stationSchema,
} from './schema.ts'
import type { Stations } from './service.ts'

export function stationRoutes(api: Api, { stations, auth }: { stations: Stations; auth: Auth }): void {
  const clerk = auth.staff('clerk')

  api.get('/api/rounds/:slug/stations', {
    config: shared,
    schema: {
      tags: ['stations'], summary: 'Where one can vote on paper', params: slugParams,
      response: { 200: z.object({ stations: z.array(stationSchema) }), ...problems },
    },
  }, async (request) => ({ stations: await stations.list(request.params.slug) }))

  api.post('/api/rounds/:slug/stations', {
    onRequest: auth.staff('manager'),
    schema: {
      tags: ['stations'], summary: 'Add a station', params: slugParams, body: addStationSchema,
      response: { 201: stationSchema, ...problems },
    },
  }, async (request, reply) =>
    reply.code(201).send(valueOf(await stations.add(auth.staffOf(request), request.params.slug, request.body))))

  api.post('/api/rounds/:slug/desk/check', {
    onRequest: clerk,
    config: { ...quiet, limit: 'person' },
    schema: {
      tags: ['stations'], summary: 'May this person vote, and have they?', params: slugParams, body: checkPersonSchema,
      response: { 200: personSchema, ...problems },
    },
  }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    return valueOf(await stations.check(auth.staffOf(request), request.params.slug, request.body.hetu))
  })

  api.post('/api/rounds/:slug/desk/ballots', {
    onRequest: clerk,
    config: { ...quiet, limit: 'cast' },
    schema: {
      tags: ['stations'], summary: 'Register a paper ballot, or correct one of the same sitting', params: slugParams,
      body: registerSchema, response: { 200: registeredSchema, 201: registeredSchema, ...problems },
    },
  }, async (request, reply) => {
    const castId = castIdOf(request.body.castId, request.headers['idempotency-key'])
    const receipt = valueOf(await stations.register(auth.staffOf(request), request.params.slug, { ...request.body, castId }))
    const { again, ...body } = receipt
    return reply.code(again ? 200 : 201).header('cache-control', 'no-store').send(body)
  })

  api.put('/api/rounds/:slug/desk/day', {
    onRequest: clerk,
    schema: {
      tags: ['stations'], summary: 'Close the station’s day', params: slugParams, body: closeDaySchema,
      response: { 200: stationDaySchema, ...problems },
    },
  }, async (request) => valueOf(await stations.closeDay(auth.staffOf(request), request.params.slug, request.body)))
}
