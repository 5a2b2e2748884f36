import type { results as finnish } from '../fi/results.ts'

export const results: typeof finnish = {
}
