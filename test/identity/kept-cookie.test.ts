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
const clock = { now: () => new Date() }
const kept = (purpose: KeptPurpose): ReturnType<typeof createKeptCookie> => createKeptCookie(key, purpose, clock)
const PURPOSES = Object.keys(KEPT_COOKIES) as KeptPurpose[]

t.test('what a browser keeps comes back, and nobody can read it there or change it', async (t) => {
  const { reply, request, written } = browser()
  const cookie = kept('vote-draft')
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
  kept('vote-draft').write(reply, { a: 1 }, 60)
  for (const purpose of PURPOSES.filter((other) => other !== 'vote-draft')) {
    t.equal(kept(purpose).read(request({ [KEPT_COOKIES[purpose]]: written[0]!.value })), null, purpose)
  }
  const tags = PURPOSES.map((purpose) => kept(purpose).tagOf('voter').toString('hex'))
  t.equal(new Set(tags).size, PURPOSES.length, 'a tag too')
  t.same(kept('vote-draft').tagOf('voter'), kept('vote-draft').tagOf('voter'), 'the same each time')
  t.notSame(createKeptCookie(randomBytes(32), 'vote-draft', clock).tagOf('voter'), kept('vote-draft').tagOf('voter'))
})

t.test('nothing holds beyond its end, though the browser still has it', async (t) => {
  const from = Date.now()
  let now = from
  const watched = { now: () => new Date(now) }
  for (const purpose of PURPOSES) {
    const { reply, request, written } = browser()
    const cookie = createKeptCookie(key, purpose, watched)
    now = from
    cookie.write(reply, { hetu: 'x' }, 900)
    const sent = request({ [written[0]!.name]: written[0]!.value })
    now = from + 899_000
    t.same(cookie.read(sent), { hetu: 'x' }, purpose)
    now = from + 902_000
    t.equal(cookie.read(sent), null, purpose)
  }
})

t.test('what is kept ends with the browser’s window, all but a vote that was begun', async (t) => {
  const ages = PURPOSES.map((purpose) => {
    const { reply, written } = browser()
    kept(purpose).write(reply, { a: 1 }, 900)
    return [purpose, written[0]!.options['maxAge']]
  })
  t.same(ages.filter(([, age]) => age !== undefined), [['vote-draft', 900], ['vote-order', 900]])
})
