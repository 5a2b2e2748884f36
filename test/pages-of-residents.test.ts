import { runTogether } from './support/together.ts'

await runTogether('web', (file) => !/^pages\/(desk|followup|running|staff)/.test(file))
