import type { FastifyRequest, onRequestHookHandler } from 'fastify'
import { z } from 'zod'
import type { AuditActor } from '../audit/index.ts'
import { type Api, problems, valueOf } from '../platform/http/index.ts'
import { shared } from '../platform/shared/index.ts'
import { missingForVoting, type Round } from './domain.ts'
import { changeRoundSchema, createRoundSchema, moveClosingSchema, roundSchema, slugParams } from './schema.ts'
import type { Rounds } from './service.ts'

/** What rounds asks of the sign-in, which stands beside it: who the member of staff is. */
type StaffDoor = {
  readonly staff: (...roles: 'manager'[]) => onRequestHookHandler
  readonly staffOf: (request: FastifyRequest) => AuditActor
}

export function roundRoutes(api: Api, { rounds, auth }: { rounds: Rounds; auth: StaffDoor }): void {
  async function toReply(round: Round): Promise<z.infer<typeof roundSchema>> {
    return {
      slug: round.slug, kind: round.kind, phase: rounds.phase(round), name: round.name,
      envelopeCents: round.envelopeCents, picksMin: round.picksMin, picksMax: round.picksMax,
      themes: [...round.themes], votingAge: round.votingAge, ageCutoff: round.ageCutoff,
      municipalityCodes: [...round.municipalityCodes], mayReplace: round.mayReplace,
      countingRule: round.countingRule, topN: round.topN, equalShares: round.equalShares, voteType: round.voteType,
      costBasis: round.costBasis, tieRule: round.tieRule, appealDays: round.appealDays,
      ideasOpenAt: round.ideasOpenAt.toISOString(), ideasCloseAt: round.ideasCloseAt.toISOString(),
      votingOpenAt: round.votingOpenAt.toISOString(), votingCloseAt: round.votingCloseAt.toISOString(),
      paperUntil: round.paperUntil.toISOString(),
      missingForVoting: round.kind === 'imported' ? [] : missingForVoting(round),
      closingMoves: await rounds.closingMoves(round), publishedAt: round.publishedAt?.toISOString() ?? null,
    }
  }

  const manager = auth.staff('manager')

  api.get('/api/rounds', {
    config: shared,
    schema: {
      tags: ['rounds'], summary: 'All rounds, newest first',
      response: { 200: z.object({ rounds: z.array(roundSchema) }), ...problems },
    },
  }, async () => ({ rounds: await Promise.all((await rounds.list()).map(toReply)) }))

  api.get('/api/rounds/:slug', {
    config: shared,
    schema: { tags: ['rounds'], summary: 'One round', params: slugParams, response: { 200: roundSchema, ...problems } },
  }, async (request) => toReply(await rounds.bySlug(request.params.slug)))

  api.post('/api/rounds', {
    onRequest: manager,
    schema: {
      tags: ['rounds'], summary: 'Create a round or a rehearsal', body: createRoundSchema,
      response: { 201: roundSchema, ...problems },
    },
  }, async (request, reply) => {
    const round = valueOf(await rounds.create(auth.staffOf(request), request.body))
    return reply.code(201).header('location', `/api/rounds/${round.slug}`).send(await toReply(round))
  })

  api.patch('/api/rounds/:slug', {
    onRequest: manager,
    schema: {
      tags: ['rounds'], summary: 'Change rules and times, until voting opens', params: slugParams,
      body: changeRoundSchema, response: { 200: roundSchema, ...problems },
    },
  }, async (request) =>
    toReply(valueOf(await rounds.change(auth.staffOf(request), request.params.slug, request.body))))

  api.post('/api/rounds/:slug/closing', {
    onRequest: manager,
    schema: {
      tags: ['rounds'], summary: 'Move the end of voting later, with a public reason', params: slugParams,
      body: moveClosingSchema, response: { 200: roundSchema, ...problems },
    },
  }, async (request) =>
    toReply(valueOf(await rounds.moveClosing(auth.staffOf(request), request.params.slug, request.body))))

  api.post('/api/rounds/:slug/rehearsal-end', {
    onRequest: manager,
    schema: {
      tags: ['rounds'], summary: 'End the voting of a rehearsal at once', params: slugParams,
      response: { 200: roundSchema, ...problems },
    },
  }, async (request) => toReply(valueOf(await rounds.endRehearsal(auth.staffOf(request), request.params.slug))))
}
