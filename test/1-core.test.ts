import { runTogether } from './support/together.ts'

await runTogether('rounds', 'stations', 'ideas', 'moderation', 'proposals', 'urn', 'races', 'secrecy', 'doors', 'audit')
