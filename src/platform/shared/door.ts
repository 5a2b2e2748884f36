import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readForEverybody } from '../database/index.ts'
import { type Answer, ANSWER_BYTES_MAX, answerOf, type Rendering, type SharedAnswers } from './answers.ts'
import { type Form, formFor } from './forms.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * The answer is the same for everybody who asks for this address without a cookie of ours, and depends on nothing else in
     * the request. It is kept for a second, and its reads may be answered by a replica.
     */
    shared?: boolean
  }
}

/** Put into a route's `config`: see above. Never for what belongs to one person, and never where casting is. */
export const shared = { shared: true } as const

/** How long others wait for a rendering whose own asker has gone. */
const ABANDONED_MS = 10_000

/** Requests that render for others too, with what they asked for themselves. */
const renderings = new WeakMap<FastifyRequest, Rendering & { readonly ifNoneMatch: string | undefined }>()

/** Written past everything that an answer rendered anew goes through: it went through that when it was made. */
function write(request: FastifyRequest, reply: FastifyReply, { status, headers, latin1 }: Form, isLast: boolean): void {
  reply.hijack()
  reply.raw.writeHead(status, isLast ? [...headers, 'connection', 'close'] : headers)
  reply.raw.end(request.raw.method === 'HEAD' ? '' : latin1, 'latin1')
}

/** `isLast` lets the connection go afterwards, so that a stop waits for nobody who might ask again. */
function give(request: FastifyRequest, reply: FastifyReply, answer: Answer, isLast: () => boolean): void {
  const form = formFor(answer, request.raw.headers)
  if (form instanceof Promise) void form.then((made) => write(request, reply, made, isLast()), (error: Error) => reply.send(error))
  else write(request, reply, form, isLast())
}

/**
 * Answers from what is kept, before anything else is done for a request; call it before any other hook is registered. `mark` is
 * in the name of every cookie that may change what somebody is shown. Such answers are not counted by any limit: giving one
 * costs less than counting it.
 */
export function answerFromShared(app: FastifyInstance, answers: SharedAnswers, mark: string): void {
  let stopping = false
  const isLast = (): boolean => stopping
  app.addHook('preClose', async () => { stopping = true })
  app.addHook('onRoute', ({ config, method, url }) => {
    if (config?.shared && (config.quiet || config.limit || ![method].flat().every((each) => each === 'GET' || each === 'HEAD'))) {
      throw new Error(`${url} cannot be shared`)
    }
  })
  app.addHook('onRequest', (request, reply, next) => {
    const { method, headers, url = '' } = request.raw
    if ((method !== 'GET' && method !== 'HEAD') || stopping) return next()
    if (headers.cookie?.includes(mark) || headers.authorization !== undefined) return next()
    const kept = answers.find(url)
    if (kept !== null) return give(request, reply, kept, isLast)
    // What has no body cannot be kept for those who want one.
    if (!request.routeOptions.config?.shared || method === 'HEAD' || !answers.isHearing()) return next()
    const underWay = answers.underWay(url)
    if (underWay === null) {
      const rendering = answers.begin(url)!
      renderings.set(request, { ...rendering, ifNoneMatch: headers['if-none-match'] })
      // Others may not have what this one has: it is rendered, and this one told afterwards that it has it.
      delete headers['if-none-match']
      // However this one ends, nobody waits for it for ever. Where only its asker has gone it mostly still comes to an end.
      reply.raw.once('close', () => {
        if (reply.raw.writableFinished) rendering.end(null)
        else setTimeout(rendering.end, ABANDONED_MS, null).unref()
      })
      return readForEverybody(next)
    }
    void underWay.done.then((answer) => (answer === null ? next() : give(request, reply, answer, isLast)))
  })
}

function isSharable(reply: FastifyReply, payload: unknown): payload is string | Buffer {
  return reply.statusCode === 200 && !reply.hasHeader('set-cookie') && !reply.hasHeader('content-encoding')
    && !/no-store|private/.test(String(reply.getHeader('cache-control') ?? ''))
    && (typeof payload === 'string' || payload instanceof Buffer) && payload.length <= ANSWER_BYTES_MAX
}

/** Headers of the answer, and none of the connection that it goes over. */
function headersOf(reply: FastifyReply): Answer['headers'] {
  const { 'content-length': _length, connection: _connection, ...headers } = reply.getHeaders()
  return headers as Answer['headers']
}

/**
 * Keeps what was rendered, with its tag, and sends it as all later ones are sent. Call it after every other hook that writes
 * headers, for the answer is kept with them.
 */
export function keepShared(app: FastifyInstance, mark: string): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (!request.routeOptions.config?.shared) return payload
    const rendering = renderings.get(request)
    const isPersonal = request.headers.cookie?.includes(mark) || request.headers.authorization !== undefined
    if (isPersonal || !isSharable(reply, payload)) {
      rendering?.end(null)
      return payload
    }
    // Browsers keep it too, and ask each time whether it still holds.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'public, no-cache')
    reply.header('vary', 'accept-encoding, cookie')
    const answer = answerOf(headersOf(reply), Buffer.from(payload as string))
    rendering?.end(answer)
    const { status, headers: own, latin1 } = await formFor(answer, { ...request.headers, 'if-none-match': rendering?.ifNoneMatch ?? request.headers['if-none-match'] })
    reply.code(status)
    for (let i = 0; i < own.length; i += 2) reply.header(own[i]!, own[i + 1]!)
    if (status === 304) for (const name of ['content-type', 'content-length', 'content-disposition']) reply.removeHeader(name)
    return status === 304 ? null : Buffer.from(latin1, 'latin1')
  })
}
