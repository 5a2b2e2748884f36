import { type CostRange, TIME_ZONE } from '../../kernel/index.ts'
import type { Language } from '../../platform/http/index.ts'

/** Never `en-FI`: its figures are written as in Finland. */
const LOCALES: Readonly<Record<Language, string>> = { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' }

export type Format = ReturnType<typeof createFormat>

function createFormat(language: Language) {
  const locale = LOCALES[language]
  const whole = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 })
  const exact = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' })
  const plain = new Intl.NumberFormat(locale)
  const twoDecimals = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const zoned = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone: TIME_ZONE, ...options })
  const day = zoned({ day: 'numeric', month: 'numeric', year: 'numeric' })
  const weekday = zoned({ weekday: 'long', day: 'numeric', month: 'numeric', year: 'numeric' })
  const time = zoned({ hour: 'numeric', minute: '2-digit', hour12: false })
  const NBSP = '\u00A0'

  /** Cents as euros: `50 000 €`, with cents where there are some. */
  function money(cents: number): string {
    return (cents % 100 === 0 ? whole : exact).format(cents / 100)
  }

  return {
    money,
    /** Euros as a decimal string, `19.86`, always with cents. */
    moneyExactly: (decimal: string): string => exact.format(decimal as Intl.StringNumericLiteral),
    /** A range of costs, `5 000–8 000 €`, or one figure when its ends are equal. */
    cost({ costMinCents, costMaxCents }: CostRange): string {
      if (costMinCents === costMaxCents) return money(costMaxCents)
      return language === 'en'
        ? `${money(costMinCents)}–${money(costMaxCents)}`
        : `${plain.format(costMinCents / 100)}–${money(costMaxCents)}`
    },
    number: (value: number): string => plain.format(value),
    /** A decimal string such as `1.42`, with two decimals. */
    decimal: (decimal: string): string => twoDecimals.format(Number(decimal)),
    /** A decimal string such as `19.86` as a percentage with two decimals. */
    percent: (decimal: string): string =>
      language === 'en' ? `${twoDecimals.format(Number(decimal))}%` : `${twoDecimals.format(Number(decimal))}${NBSP}%`,
    /** A day, `3.12.2026`. */
    day: (instant: Date): string => day.format(instant),
    /** A day of the calendar, `yyyy-mm-dd`, which no zone moves. */
    calendarDay: (isoDay: string): string => day.format(new Date(`${isoDay}T12:00:00Z`)),
    /** A day with its weekday, `sunnuntai 6.12.2026`. */
    weekday: (instant: Date): string => weekday.format(instant),
    /** A time of the day in Helsinki, `14.00`. */
    time: (instant: Date): string => time.format(instant),
  }
}

const FORMATS: Readonly<Record<Language, Format>> = { fi: createFormat('fi'), sv: createFormat('sv'), en: createFormat('en') }

/** Figures, money, days and times as people write them in a language, in the time of Helsinki. */
export function formatOf(language: Language): Format {
  return FORMATS[language]
}
