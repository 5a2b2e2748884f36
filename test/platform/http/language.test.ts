import fc from 'fast-check'
import t from 'tap'
import { LANGUAGES, languageOf } from '../../../src/platform/http/index.ts'

const cases: readonly (readonly [string | undefined, string, string])[] = [
  [undefined, 'fi', 'nothing asked'],
  ['', 'fi', 'an empty wish'],
  ['sv', 'sv', 'one wish'],
  ['EN-gb', 'en', 'a region, in capitals'],
  ['sv-FI,sv;q=0.9,fi;q=0.8', 'sv', 'what a Swedish browser in Finland sends'],
  ['de, fr;q=0.9', 'fi', 'none of ours'],
  ['de, en;q=0.1', 'en', 'one of ours at last'],
  ['fi;q=0.2, en;q=0.7, sv;q=0.5', 'en', 'the weight decides, not the place'],
  ['en;q=0.5, sv;q=0.5', 'en', 'of equal weights the first'],
  ['en;q=0, sv;q=0.001', 'sv', 'a weight of nothing means not this one'],
  ['en;q=0', 'fi', 'and with nothing else it is Finnish'],
  ['*', 'fi', 'anything'],
  ['sv ; q=0.3 , en ; q=0.4', 'en', 'spaces'],
  ['en;level=1;q=0.1, sv;q=0.2', 'sv', 'another option beside the weight'],
  [';;;,,,q=', 'fi', 'nonsense'],
  ['constructor, __proto__', 'fi', 'names of other things'],
]

t.test('the language is the one that Accept-Language asks for', async (t) => {
  for (const [header, language, why] of cases) t.equal(languageOf(header), language, why)
})

t.test('any header gets one of the three languages, a very long one at once', async (t) => {
  fc.assert(fc.property(fc.string({ maxLength: 300 }), (header) => LANGUAGES.includes(languageOf(header))))
  t.equal(languageOf(`${'de,'.repeat(100_000)}sv`), 'fi', 'only its beginning is read')
  t.equal(languageOf(`sv,${'en;q=0.9,'.repeat(100_000)}`), 'sv')
})
