import { z } from 'zod'
import { ROLES } from './domain.ts'

/** `return` is checked by `isLocalPath`: a schema can't tell what a browser makes of a path. */
export const signInQuery = z.object({
  return: z.string().optional().describe('A path of this service to go to afterwards, such as `/api/session`.'),
})

export const sessionResponse = z.object({
  resident: z.object({
    votingRights: z.record(z.string(), z.object({
      refusal: z.string().nullable().describe('Null: may vote in this round. Otherwise the code of why not.'),
    })),
  }).nullable(),
  staff: z.object({
    id: z.string(), name: z.string(), roles: z.array(z.enum(ROLES)), station: z.string().nullable(),
  }).nullable(),
}).meta({ id: 'Session' })

/** What the sign-in cookie carries to the provider and back. `at` is in seconds since 1970. */
export const signInState = z.strictObject({
  audience: z.enum(['resident', 'staff']), verifier: z.string(), state: z.string(), nonce: z.string(),
  returnPath: z.string(), at: z.int(),
})
export type SignInState = z.infer<typeof signInState>
