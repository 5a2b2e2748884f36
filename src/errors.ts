import { hasZodFastifySchemaValidationErrors } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Details, Fault, type FieldError } from './kernel/index.ts'
import { fieldErrors, languageOf, type Problem, RefusedError } from './platform/http/index.ts'
import { STATUS_AT_DOOR, STATUS_OF_REFUSAL } from './statuses.ts'
import { type DoorCode, FIELD_CODES, type FieldCode, fill, problemWords, type RefusalCode } from './web/words/index.ts'

type Found = { code: DoorCode | RefusalCode; status: number; details?: Details; fields?: readonly FieldError[] }

/** What the framework says before a request reaches us, in our codes. */
const DOOR_CODES: Readonly<Record<string, DoorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_RATE_LIMIT: 'too_many_requests',
}

/** The database is away, full or starting: asking again later may help. Classes of SQLSTATE and of the socket. */
const UNAVAILABLE = /^(08...|53...|57P0.|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/

function isUnavailable(error: { code?: unknown; message?: unknown }): boolean {
  return (typeof error.code === 'string' && UNAVAILABLE.test(error.code))
    || (typeof error.message === 'string'
      && /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(error.message))
}

function atDoor(code: DoorCode, fields?: readonly FieldError[]): Found {
  return fields ? { code, status: STATUS_AT_DOOR[code], fields } : { code, status: STATUS_AT_DOOR[code] }
}

function find(error: unknown, request: FastifyRequest): Found {
  if (error instanceof RefusedError) {
    const code = error.refusal.code as RefusalCode
    return { code, status: STATUS_OF_REFUSAL[code], ...(error.refusal.details ? { details: error.refusal.details } : {}) }
  }
  if (error instanceof Fault) return atDoor(error.code, error.fields)
  if (hasZodFastifySchemaValidationErrors(error)) {
    const context = (error as { validationContext?: string }).validationContext
    const source = { body: request.body, params: request.params, querystring: request.query }[context ?? 'body']
    const issues = error.validation.map(({ keyword, instancePath, params }) => ({ keyword, instancePath, params }))
    // An unknown slug or number in the address is a thing that is not there, whatever its shape.
    return context === 'params' ? atDoor('not_found') : atDoor('invalid_request', fieldErrors(issues, source ?? {}))
  }
  const { code, statusCode } = error as { code?: string; statusCode?: number }
  if (code !== undefined && DOOR_CODES[code]) return atDoor(DOOR_CODES[code])
  if (isUnavailable(error as { code?: unknown })) return atDoor('unavailable')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return atDoor('invalid_request', [{ field: 'body', code: 'invalid' }])
  }
  return atDoor('defect')
}

function isFieldCode(code: string): code is FieldCode {
  return (FIELD_CODES as readonly string[]).includes(code)
}

function titleOf(words: ReturnType<typeof problemWords>, found: Found): string {
  const sentence = found.code in words.refusals
    ? words.refusals[found.code as RefusalCode] : words.door[found.code as DoorCode]
  return fill(sentence, found.details)
}

/**
 * Answers any error as problem details (RFC 9457) in the language asked for. Only what we said ourselves leaves the
 * house: of a defect the caller learns the request's id, the log the rest.
 */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const found = find(error, request)
  const quiet = request.routeOptions.config?.quiet === true
  if (found.status >= 500) {
    // A quiet route's failure is logged without what would tell whose it was.
    request.log.error(quiet ? { err: error, code: found.code } : { err: error, code: found.code, requestId: request.id })
  }
  const words = problemWords(languageOf(request.headers['accept-language']))
  const body: Problem = {
    type: `urn:osbu:problem:${found.code}`,
    title: titleOf(words, found),
    status: found.status,
    code: found.code,
    requestId: request.id,
    ...(found.details ? { details: { ...found.details } } : {}),
    ...(found.fields && found.fields.length > 0 ? {
      errors: found.fields.map(({ field, code, params }) => ({
        field, code, message: fill(words.fields[isFieldCode(code) ? code : 'invalid'], params),
      })),
    } : {}),
  }
  if (found.status === 503) reply.header('retry-after', '5')
  return reply.code(found.status).header('cache-control', 'no-store').type('application/problem+json')
    .serializer(JSON.stringify).send(body)
}
