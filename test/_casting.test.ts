import { runTogether } from './support/together.ts'

await runTogether('doors', 'races', 'secrecy', 'urn')
