import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { fieldFault } from '../kernel/index.ts'
import { type Api, problems, quiet } from '../platform/http/index.ts'
import { type Auth, setSession } from './auth.ts'
import { isLocalPath } from './domain.ts'
import { sessionResponse, signInQuery } from './schema.ts'
import type { SignIn } from './service.ts'
import { COOKIE_OPTIONS } from './sessions.ts'

export const SIGN_IN_COOKIE = '__Host-osbu-signin'
const RETURN_PATH = '/api/session'
const AUDIENCES = ['resident', 'staff'] as const

const redirect = z.null().describe('To the address in `Location`.')

function unstored(reply: FastifyReply): void {
  reply.header('cache-control', 'no-store')
}

export function registerIdentityRoutes(api: Api, { auth, signIn }: { auth: Auth; signIn: SignIn }): void {
  for (const audience of AUDIENCES) {
    api.get(`/api/sign-in/${audience}`, {
      // A line in the log would tell when somebody signed in, and so when they may have voted.
      config: quiet,
      schema: {
        tags: ['identity'], summary: audience === 'resident' ? 'Sign in as a resident.' : 'Sign in as staff.',
        querystring: signInQuery, response: { 303: redirect, ...problems },
      },
    }, async (request, reply) => {
      const returnPath = request.query.return ?? RETURN_PATH
      if (!isLocalPath(returnPath)) throw fieldFault('return', 'not_a_local_path')
      const { url, sealed, maxAgeSeconds } = await signIn.start(audience, returnPath)
      unstored(reply)
      reply.setCookie(SIGN_IN_COOKIE, sealed, { ...COOKIE_OPTIONS, maxAge: maxAgeSeconds })
      return reply.redirect(url, 303)
    })

    api.get(`/api/sign-in/${audience}/callback`, {
      config: { ...quiet, limit: 'return' },
      schema: {
        tags: ['identity'], summary: 'Where the provider sends the browser back to.',
        response: { 303: redirect, ...problems },
      },
    }, async (request, reply) => {
      unstored(reply)
      // Gone before anything can fail: each way out allows one way back.
      reply.clearCookie(SIGN_IN_COOKIE, COOKIE_OPTIONS)
      const query = request.url.includes('?') ? request.url.slice(request.url.indexOf('?') + 1) : ''
      const { session, returnPath } = await signIn.finish(audience, request.cookies[SIGN_IN_COOKIE], query)
      await auth.endHeld(request, audience)
      setSession(reply, session)
      return reply.redirect(returnPath, 303)
    })
  }

  api.get('/api/session', {
    config: quiet,
    schema: {
      tags: ['identity'], summary: 'Who is signed in. Keys are never shown.',
      response: { 200: sessionResponse, ...problems },
    },
  }, async (request, reply) => {
    unstored(reply)
    const resident = auth.maybeResidentOf(request)
    const staff = auth.maybeStaffOf(request)
    return {
      resident: resident && {
        votingRights: Object.fromEntries(
          Object.entries(resident.votingRights).map(([roundId, { refusal }]) => [roundId, { refusal }]),
        ),
      },
      staff: staff && { id: staff.id, name: staff.name, roles: [...staff.roles], station: staff.station },
    }
  })

  api.post('/api/sign-out', {
    config: quiet,
    schema: {
      tags: ['identity'], summary: 'Sign out, as a resident and as staff.',
      response: { 204: z.null().describe('Signed out.'), ...problems },
    },
  }, async (request, reply) => {
    await auth.signOut(request, reply)
    return reply.code(204).send(null)
  })
}
