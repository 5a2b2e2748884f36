import t from 'tap'
import { startDemo } from '../../checks/accessibility/demo.ts'
import { lookEverywhere } from '../../checks/accessibility/everywhere.ts'
import { ONE_LOOK } from '../../checks/accessibility/looker.ts'
import { testDatabaseUrl } from '../support/database.ts'
import { launchBrowser, NO_BROWSER } from '../journeys/browser.ts'

t.test('axe finds nothing on any page, none scrolls sideways, and somebody has come to each', { skip: NO_BROWSER }, async (t) => {
  const demo = await startDemo(['fi'], await testDatabaseUrl(t))
  t.teardown(() => demo.stop())
  const { findings, missed } = await lookEverywhere(demo, await launchBrowser(), ['fi'], ONE_LOOK)
  t.same(findings.lines(), [])
  t.same(missed, [])
  t.ok(findings.looks > 90, `${findings.pages} pages, ${findings.looks} of them not alike`)
})
