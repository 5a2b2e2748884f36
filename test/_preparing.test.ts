import { runTogether } from './support/together.ts'

await runTogether('audit', 'ideas', 'moderation', 'proposals', 'rounds', 'stations')
