import type { running as finnish } from '../fi/running.ts'

export const running: typeof finnish = {
}
