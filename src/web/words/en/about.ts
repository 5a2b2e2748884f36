import type { about as finnish } from '../fi/about.ts'

export const about: typeof finnish = {
}
