import type { mail as finnish } from '../fi/mail.ts'

export const mail: typeof finnish = {
}
