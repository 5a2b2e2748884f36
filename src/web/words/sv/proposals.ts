import type { proposals as finnish } from '../fi/proposals.ts'

export const proposals: typeof finnish = {
}
