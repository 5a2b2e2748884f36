import type { desk as finnish } from '../fi/desk.ts'

export const desk: typeof finnish = {
}
