import type { staff as finnish } from '../fi/staff.ts'

export const staff: typeof finnish = {
}
