import type { followup as finnish } from '../fi/followup.ts'

export const followup: typeof finnish = {
}
