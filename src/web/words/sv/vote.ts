import type { vote as finnish } from '../fi/vote.ts'

export const vote: typeof finnish = {
}
