import type { ideas as finnish } from '../fi/ideas.ts'

export const ideas: typeof finnish = {
}
