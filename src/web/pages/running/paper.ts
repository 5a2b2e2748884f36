import { z } from 'zod'
import { Fault } from '../../../kernel/index.ts'
import { LANGUAGES } from '../../../platform/http/index.ts'
import { slugSchema } from '../../../rounds/index.ts'
import { createBallotForms } from '../../pdf/ballot-form.ts'
import { addressOf, type Site } from '../../site/index.ts'

const params = z.object({ slug: slugSchema })

/** The paper form of a round as a PDF, for whoever prints it for the stations. The same in every language. */
export function paperPages(site: Site): void {
  const { rooms, app } = site
  const { auth } = rooms.identity
  const ballotForm = createBallotForms()
  for (const language of LANGUAGES) {
    app.get(addressOf(language, '/hallinta/kierros/:slug/lomake.pdf'), {
      onRequest: async (request, reply) => {
        if (!auth.maybeStaffOf(request)) return reply.redirect(`/api/sign-in/staff?return=${encodeURIComponent(request.url)}`, 303)
        return auth.staff('manager', 'moderator', 'clerk')(request, reply)
      },
    }, async (request, reply) => {
      const { data } = params.safeParse(request.params)
      if (!data) throw new Fault('not_found')
      const round = await rooms.rounds.bySlug(data.slug)
      const { proposals, confirmedAt } = await rooms.proposals.list(auth.staffOf(request), round.slug)
      if (proposals.length === 0) throw new Fault('not_found')
      const { pdf, etag } = await ballotForm({ round, proposals, confirmedAt })
      reply.header('cache-control', 'private, no-cache').header('etag', `"${etag}"`)
      if (request.headers['if-none-match'] === `"${etag}"`) return reply.code(304).send()
      return reply.type('application/pdf').header('content-disposition', `inline; filename="${round.slug}-lomake.pdf"`).send(pdf)
    })
  }
}
