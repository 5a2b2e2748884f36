import t from 'tap'
import { must } from '../../support/index.ts'
import { resident } from '../../support/index.ts'
import { ideaOf } from '../../ideas/house.ts'
import { errorsIn, faultsOf, h1, ideaDoor } from './ideas-door.ts'

t.test('the page of one’s own data', async (t) => {
  const door = await ideaDoor(t)
  const author = await resident(door, 1)
  const sent = { authorName: 'Aino', contactEmail: 'aino@example.fi' }
  const idea = await door.submit(author, { title: 'Laituri Heinolan rantaan', ...sent })
  const merged = await door.submit(author, { title: 'Toinen laituri rantaan', ...sent })
  await door.decide(merged.id, { kind: 'merge', seq: 0, intoIdeaId: must(await door.ideas.submit(await resident(door, 2), door.slug, ideaOf())).id })

  await t.test('is for whoever is signed in, in three languages, and leads from their ideas', async (t) => {
    t.match((await door.get('/omat-ideat', 1)).text, /href="\/omat-ideat\/tiedot"/)
    t.equal((await door.get('/omat-ideat/tiedot')).status, 303)
    for (const [prefix, lang, title] of [['', 'fi', 'Omat tietosi'], ['/sv', 'sv', 'Dina uppgifter'], ['/en', 'en', 'Your data']] as const) {
      const seen = await door.get(`${prefix}/omat-ideat/tiedot`, 1)
      t.same(faultsOf(seen, lang), [])
      t.equal(h1(seen), title)
    }
    t.notMatch((await door.get('/omat-ideat/tiedot', 2)).text, /laituri/i, 'others see nothing of them')
  })

  await t.test('gives the data as a file', async (t) => {
    const file = await door.get('/api/my/data', 1)
    t.match(file.headers, { 'content-disposition': /^attachment; filename=".*\.json"$/, 'cache-control': 'no-store' })
    t.match(JSON.parse(file.text), { ideas: [{}, {}], waitingMail: Array })
    t.equal((await door.get('/api/my/data')).status, 401)
  })

  await t.test('says of each idea what would go, and asks to choose', async (t) => {
    const seen = await door.get('/omat-ideat/tiedot', 1)
    t.match(seen.dom.querySelectorAll('.choices label').map((label) => label.text), [/Toinen laituri.*Teksti jää/s, /Laituri.*Teksti, kuva/s, /Kaikki ideani/])
    const unchosen = await door.post('/omat-ideat/tiedot', 1, {})
    t.equal(unchosen.status, 400)
    t.same(faultsOf(unchosen), [])
    t.equal(errorsIn(unchosen).length, 1)
  })

  await t.test('erases what was chosen, and a second time is no error', async (t) => {
    const chosen = { mitka: String(idea.id) }
    t.equal((await door.post('/omat-ideat/tiedot', 1, chosen)).to, '/omat-ideat?tehty=poistettu')
    t.equal((await door.post('/omat-ideat/tiedot', 1, chosen)).to, '/omat-ideat?tehty=poistettu')
    const mine = await door.get('/omat-ideat?tehty=poistettu', 1)
    t.match(mine.text, /Tiedot on poistettu/)
    t.notMatch(mine.text, /Laituri Heinolan/)
    t.match(mine.text, /Toinen laituri/)
    t.equal((await door.post('/omat-ideat/tiedot', 1, { mitka: 'kaikki' })).status, 303)
    t.notMatch((await door.get('/omat-ideat', 1)).text, /laituri/i)
  })

  await t.test('erases nothing of somebody else', async (t) => {
    const { id } = await door.submit(author, { title: 'Vielä yksi idea', ...sent })
    t.equal((await door.post('/omat-ideat/tiedot', 2, { mitka: String(id) })).status, 303)
    t.match((await door.get('/omat-ideat', 1)).text, /Vielä yksi idea/)
  })
})
