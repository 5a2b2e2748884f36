import t from 'tap'
import { type Answer, ANSWER_BYTES_MAX, answerOf } from '../../../src/platform/shared/answers.ts'
import { createSharedAnswers } from '../../../src/platform/shared/index.ts'

const answer = (text: string): Answer => answerOf({ 'content-type': 'text/plain' }, Buffer.from(text))

function answers() {
  let ms = 1_000
  const shared = createSharedAnswers(() => ms)
  shared.setHearing(true)
  return { shared, pass: (more: number) => { ms += more } }
}

t.test('an answer is kept for a second from when its rendering began, and not a moment longer', async (t) => {
  const { shared, pass } = answers()
  const rendering = shared.begin('/')!
  pass(400)
  rendering.end(answer('a'))
  pass(599)
  t.equal(shared.find('/')?.body.toString(), 'a')
  pass(2)
  t.equal(shared.find('/'), null)
  t.equal(shared.find('/other'), null)
})

t.test('whoever asks while it is rendered waits for that one rendering', async (t) => {
  const { shared } = answers()
  const rendering = shared.begin('/')!
  const waiting = [shared.underWay('/')!.done, shared.underWay('/')!.done]
  rendering.end(answer('a'))
  t.same((await Promise.all(waiting)).map((each) => each?.body.toString()), ['a', 'a'])
  t.equal(shared.underWay('/'), null)
})

t.test('what was rendered from before a change is given to those who waited, and not kept', async (t) => {
  const { shared } = answers()
  const old = shared.begin('/')!
  const waiting = shared.underWay('/')!.done
  shared.drop()
  t.equal(shared.underWay('/'), null, 'whoever asks after the change does not wait for it')
  const fresh = shared.begin('/')!
  old.end(answer('old'))
  t.equal((await waiting)?.body.toString(), 'old')
  t.equal(shared.find('/'), null)
  t.equal(shared.underWay('/')?.key, '/', 'nor does it end the rendering that began after it')
  fresh.end(answer('fresh'))
  t.equal(shared.find('/')?.body.toString(), 'fresh')
})

t.test('nothing is kept before changes are heard of, nor when they no longer are', async (t) => {
  const shared = createSharedAnswers()
  t.equal(shared.begin('/'), null)
  shared.setHearing(true)
  const [kept, underWay] = [shared.begin('/')!, shared.begin('/b')!]
  kept.end(answer('a'))
  t.ok(shared.find('/'))
  shared.setHearing(false)
  underWay.end(answer('b'))
  t.same([shared.find('/'), shared.find('/b'), shared.begin('/')], [null, null, null])
})

t.test('a rendering that came to nothing is not kept, and the next one begins anew', async (t) => {
  const { shared } = answers()
  const rendering = shared.begin('/')!
  const waiting = shared.underWay('/')!.done
  rendering.end(null)
  t.equal(await waiting, null)
  rendering.end(answer('late'))
  t.same([shared.find('/'), shared.underWay('/')], [null, null])
})

t.test('what is packed once stays packed as long as the same is rendered', async (t) => {
  const { shared, pass } = answers()
  shared.begin('/')!.end(answer('a'))
  shared.find('/')!.forms.set('br', 'packed')
  pass(5_000)
  shared.begin('/')!.end(answer('a'))
  t.equal(shared.find('/')!.forms.get('br'), 'packed')
  pass(5_000)
  shared.begin('/')!.end(answer('b'))
  t.equal(shared.find('/')!.forms.get('br'), undefined)
})

t.test('however many addresses somebody makes up, what is kept stays within its bytes', async (t) => {
  const { shared } = answers()
  const large = Buffer.alloc(ANSWER_BYTES_MAX / 4)
  for (let i = 0; i < 100; i++) shared.begin(`/?${i}`)!.end(answerOf({}, large))
  const kept = Array.from({ length: 100 }, (_, i) => shared.find(`/?${i}`)).filter((each) => each !== null).length
  t.ok(kept > 10 && kept <= 32, `${kept} answers of a megabyte are kept, twice each`)
  t.ok(shared.find('/?99'), 'the last among them')
})
