import { DAY_MS } from '../kernel/index.ts'

const CHECK_CHARACTERS = '0123456789ABCDEFHJKLMNPRSTUVWXY'
const NUMBERS_A_DAY = 100
const FIRST_DAY = Date.UTC(1950, 0, 1)

/**
 * The personal identity code of an artificial person, by their place in a long line: 100 people a day from 1 January
 * 1950 on, with the individual numbers 900 to 999 that are given to nobody. Good for 1.8 million before the year 2000.
 */
export function artificialHetu(index: number): string {
  const day = new Date(FIRST_DAY + Math.floor(index / NUMBERS_A_DAY) * DAY_MS)
  const two = (value: number): string => String(value).padStart(2, '0')
  const date = two(day.getUTCDate()) + two(day.getUTCMonth() + 1) + two(day.getUTCFullYear() % 100)
  const number = String(900 + (index % NUMBERS_A_DAY))
  return `${date}-${number}${CHECK_CHARACTERS[Number(date + number) % 31]}`
}
