import { z } from 'zod'
import type { Auth } from '../identity/index.ts'
import { type Api, problems, valueOf } from '../platform/http/index.ts'
import { shared } from '../platform/shared/index.ts'
import { slugParams } from '../rounds/index.ts'
import {
  changeProposalSchema, createProposalSchema, proposalListSchema, proposalParams, proposalSchema,
} from './schema.ts'
import type { Proposals } from './service.ts'

export function proposalRoutes(api: Api, { proposals, auth }: { proposals: Proposals; auth: Auth }): void {
  const editor = auth.staff('moderator', 'manager')
  const manager = auth.staff('manager')
  const tags = ['proposals']

  api.get('/api/rounds/:slug/proposals', {
    config: shared,
    schema: {
      tags, summary: 'What stands on the ballot, once voting has opened; drafts for staff', params: slugParams,
      response: { 200: proposalListSchema, ...problems },
    },
  }, async (request) => proposals.list(auth.maybeStaffOf(request), request.params.slug))

  api.post('/api/rounds/:slug/proposals', {
    onRequest: editor,
    schema: {
      tags, summary: 'Make a proposal from accepted ideas', params: slugParams, body: createProposalSchema,
      response: { 201: proposalSchema, ...problems },
    },
  }, async (request, reply) => {
    const { slug } = request.params
    const proposal = valueOf(await proposals.create(auth.staffOf(request), slug, request.body))
    return reply.code(201).header('location', `/api/rounds/${slug}/proposals/${proposal.number}`).send(proposal)
  })

  api.get('/api/rounds/:slug/proposals/:number', {
    config: shared,
    schema: { tags, summary: 'One proposal', params: proposalParams, response: { 200: proposalSchema, ...problems } },
  }, async (request) =>
    proposals.read(auth.maybeStaffOf(request), request.params.slug, request.params.number))

  api.patch('/api/rounds/:slug/proposals/:number', {
    onRequest: editor,
    schema: {
      tags, summary: 'Change a proposal, until the set is confirmed', params: proposalParams,
      body: changeProposalSchema, response: { 200: proposalSchema, ...problems },
    },
  }, async (request) => valueOf(await proposals.change(
    auth.staffOf(request), request.params.slug, request.params.number, request.body)))

  api.delete('/api/rounds/:slug/proposals/:number', {
    onRequest: editor,
    schema: {
      tags, summary: 'Take a proposal out of the set, until it is confirmed', params: proposalParams,
      response: { 204: z.null(), ...problems },
    },
  }, async (request, reply) => {
    valueOf(await proposals.remove(auth.staffOf(request), request.params.slug, request.params.number))
    return reply.code(204).send(null)
  })

  api.post('/api/rounds/:slug/proposals/copy', {
    onRequest: editor,
    schema: {
      tags, summary: 'Copy the proposals of its round into a rehearsal, in place of those that it has', params: slugParams,
      response: { 200: proposalListSchema, ...problems },
    },
  }, async (request) => valueOf(await proposals.copyFromRehearsed(auth.staffOf(request), request.params.slug)))

  api.post('/api/rounds/:slug/proposals/confirmation', {
    onRequest: manager,
    schema: {
      tags, summary: 'Confirm the set as it will stand on the ballot', params: slugParams,
      response: { 200: proposalListSchema, ...problems },
    },
  }, async (request) => valueOf(await proposals.confirm(auth.staffOf(request), request.params.slug)))

  api.delete('/api/rounds/:slug/proposals/confirmation', {
    onRequest: manager,
    schema: {
      tags, summary: 'Take the confirmed set back for changes, until voting opens', params: slugParams,
      response: { 200: proposalListSchema, ...problems },
    },
  }, async (request) => valueOf(await proposals.reopen(auth.staffOf(request), request.params.slug)))
}
