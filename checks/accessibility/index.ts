// Every page of the service, in every phase: axe, light and dark, four widths, text spacing, the keyboard alone.
// npm run check:a11y [-- fi sv en]
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { startDemo } from './demo.ts'
import { LANGUAGES, lookEverywhere } from './everywhere.ts'
import { WHOLE_MATRIX } from './looker.ts'

const { positionals } = parseArgs({ allowPositionals: true })
const languages = positionals.length === 0 ? LANGUAGES : LANGUAGES.filter((language) => positionals.includes(language))
const began = Date.now()
const demo = await startDemo(languages)
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
try {
  const { findings, missed } = await lookEverywhere(demo, browser, languages, WHOLE_MATRIX, (line) => console.error(line))
  const lines = findings.lines()
  for (const line of lines) console.log(line)
  for (const route of missed) console.log(`nobody looked at ${route}`)
  console.log(`${findings.pages} pages, ${findings.looks} looks of axe, ${lines.length} findings, ${Math.round((Date.now() - began) / 1000)} s`)
  if (lines.length + missed.length > 0) process.exitCode = 1
} finally {
  await browser.close()
  await demo.stop()
}
