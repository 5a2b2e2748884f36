import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import t from 'tap'
import { createKeptCookie, KEPT_COOKIES, type KeptPurpose } from '../../src/identity/kept-cookie.ts'

type Written = { name: string; value: string; options: Record<string, unknown> }

/** What a browser is given and what it sends back. */
function browser() {
  const written: Written[] = []
  const reply = {
    setCookie: (name: string, value: string, options: Record<string, unknown>) => { written.push({ name, value, options }) },
  } as unknown as FastifyReply
  const request = (cookies: Record<string, string>): FastifyRequest => ({ cookies }) as unknown as FastifyRequest
  return { reply, request, written }
}

const key = randomBytes(32)
const PURPOSES = Object.keys(KEPT_COOKIES) as KeptPurpose[]

t.test('what a browser keeps comes back, and nobody can read it there or change it', async (t) => {
  const { reply, request, written } = browser()
  const cookie = createKeptCookie(key, 'vote-draft')
  t.equal(cookie.read(request({})), null, 'nothing')
  cookie.write(reply, { picks: 'salaisuus' }, 60)
  const [{ name, value, options }] = written as [Written]
  t.match(options, { httpOnly: true, secure: true, sameSite: 'lax', path: '/', maxAge: 60 })
  t.same(cookie.read(request({ [name]: value })), { picks: 'salaisuus' })
  t.notMatch(Buffer.from(value, 'base64url').toString('latin1'), /picks|salaisuus/)
  const changed = Buffer.from(value, 'base64url')
  changed[changed.length - 1]! ^= 1
  t.equal(cookie.read(request({ [name]: changed.toString('base64url') })), null)
  for (const text of ['', 'x', 'ÄÖ']) t.equal(cookie.read(request({ [name]: text })), null)
})

t.test('each purpose has a cookie and keys of its own', async (t) => {
  const { reply, request, written } = browser()
  createKeptCookie(key, 'vote-draft').write(reply, { a: 1 }, 60)
  for (const purpose of PURPOSES.filter((other) => other !== 'vote-draft')) {
    t.equal(createKeptCookie(key, purpose).read(request({ [KEPT_COOKIES[purpose]]: written[0]!.value })), null, purpose)
  }
  const tags = PURPOSES.map((purpose) => createKeptCookie(key, purpose).tagOf('voter').toString('hex'))
  t.equal(new Set(tags).size, PURPOSES.length, 'a tag too')
  t.same(createKeptCookie(key, 'vote-draft').tagOf('voter'), createKeptCookie(key, 'vote-draft').tagOf('voter'), 'the same each time')
  t.notSame(createKeptCookie(randomBytes(32), 'vote-draft').tagOf('voter'), createKeptCookie(key, 'vote-draft').tagOf('voter'))
})
