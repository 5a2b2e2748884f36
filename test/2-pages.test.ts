import { runTogether } from './support/together.ts'

await runTogether('identity', 'open-data', 'web')
