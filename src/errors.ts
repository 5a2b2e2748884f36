import { hasZodFastifySchemaValidationErrors } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Auth } from './identity/index.ts'
import { type Details, Fault, type FieldError } from './kernel/index.ts'
import { fieldErrors, type Language, languageOf, type Problem, RefusedError, TooManyRequests } from './platform/http/index.ts'
import { errorPage } from './web/pages/index.ts'
import { splitAddress, visitOf } from './web/site/index.ts'
import { STATUS_AT_DOOR, STATUS_OF_REFUSAL } from './statuses.ts'
import { type DoorCode, FIELD_CODES, type FieldCode, fill, problemWords, type RefusalCode } from './web/words/index.ts'

type Found = { code: DoorCode | RefusalCode; status: number; details?: Details; fields?: readonly FieldError[] }

/** What the framework says before a request reaches us, in our codes. */
const DOOR_CODES: Readonly<Record<string, DoorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  // An address that cannot be decoded, or with a part longer than any name here, is one where nothing is.
  FST_ERR_BAD_URL: 'not_found',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
}

/**
 * The database is away, full, starting, on its way to another machine (25006), or busy with something else for too long
 * (55P03, 57014): asking again later may help. Classes of SQLSTATE and of the socket.
 */
const UNAVAILABLE = /^(08...|53...|57P0.|25006|55P03|57014|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/

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
  if (error instanceof TooManyRequests) {
    const details = { minutes: Math.ceil(error.seconds / 60) }
    return { ...atDoor(error.wasCast ? 'cast_too_often' : 'too_many_requests'), details }
  }
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

/** Whether a person in front of a browser reads the answer: everywhere but at the JSON door, and on their way to sign in. */
function isPage(request: FastifyRequest): boolean {
  const { path } = splitAddress(request.url)
  if (path.startsWith('/api/sign-in/')) return request.headers.accept?.includes('text/html') ?? false
  return !/^\/(api|health|ready)(\/|\?|$)/.test(path)
}

export type AnswerError = (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply

/** Answers any error as problem details (RFC 9457) or as a page, by who asked. */
export function createAnswerError(auth: Pick<Auth, 'maybeResidentOf' | 'maybeStaffOf'>): AnswerError {
  return (error, request, reply) => {
    const found = find(error, request)
    logFailure(error, found, request)
    reply.code(found.status).header('cache-control', 'no-store')
    if (found.status === 503) reply.header('retry-after', '5')
    if (error instanceof TooManyRequests) reply.header('retry-after', String(error.seconds))
    const page = isPage(request)
    const visit = page ? visitOf(request, reply, auth) : null
    const problem = problemOf(found, request, visit?.language ?? languageOf(request.headers['accept-language']))
    if (visit === null) return reply.type('application/problem+json').serializer(JSON.stringify).send(problem)
    return reply.type('text/html; charset=utf-8').serializer(String).send(String(errorPage(visit, {
      ...problem, messages: (problem.errors ?? []).map(({ message }) => message),
      // The page that the vote was sent from keeps it and shows it again.
      back: found.code === 'cast_too_often' ? request.url : null,
    })))
  }
}

function logFailure(error: unknown, found: Found, request: FastifyRequest): void {
  const quiet = request.routeOptions.config?.quiet === true
  if (found.status >= 500) {
    // A quiet route's failure is logged without what would tell whose it was.
    request.log.error(quiet ? { err: error, code: found.code } : { err: error, code: found.code, requestId: request.id })
  }
}

/** Only what we said ourselves leaves the house: of a defect the caller learns the request's id, the log the rest. */
function problemOf(found: Found, request: FastifyRequest, language: Language): Problem {
  const words = problemWords(language)
  return {
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
}
