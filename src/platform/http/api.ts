import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Fastify with typed routes by zod: what a room's `routes` gets. */
export type Api = FastifyInstance<
  RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider
>

/**
 * Put into a route's `config`: the request leaves no line in the log. For casting, receipts and the desk, where a line
 * would tell when somebody voted.
 */
export const quiet = { quiet: true } as const

declare module 'fastify' {
  interface FastifyContextConfig {
    quiet?: boolean
  }
}
