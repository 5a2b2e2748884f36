import { runTogether } from './support/together.ts'

// The other pages are in pages-of-residents.test.ts.
await runTogether('web', (file) => /^pages\/(desk|followup|running|staff)/.test(file))
