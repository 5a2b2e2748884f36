import { SHARES } from '../../../urn/index.ts'

export type Sheet = { readonly place: number; readonly holder: string; readonly share: string; readonly fingerprint: string }

/** All sheets until the end: a step changes where the ceremony is, never what it holds. */
export type Ceremony = {
  /** By which keys that another ceremony has discarded are known: lower-case hex. */
  readonly publicKey: string
  /** The day that stands on the sheets, `yyyy-mm-dd`. */
  readonly day: string
  readonly sheets: readonly Sheet[]
  /** Whose turn it is, from 1; the place after the last sheet is the check. */
  readonly now: number
  readonly shown: boolean
  /** How many sheets, from the first on, their holders have said to be on paper. */
  readonly printed: number
  /** Whose shares have been typed back from paper. */
  readonly proved: readonly string[]
}

export const CHECK = SHARES + 1

export function beginCeremony(
  { publicKey, shares }: { publicKey: string; shares: readonly Omit<Sheet, 'place'>[] }, day: string,
): Ceremony {
  return { publicKey, day, sheets: shares.map((sheet, i) => ({ ...sheet, place: i + 1 })), now: 1, shown: false, printed: 0, proved: [] }
}

/**
 * A step names its sheet, so a form that comes twice does once what it says: a sheet that is shown is shown again, one
 * that is hidden stays hidden. No step skips a sheet that is not on paper yet.
 */
export function step(ceremony: Ceremony, action: string, place: number): Ceremony {
  const { printed, now, shown } = ceremony
  if (!Number.isInteger(place) || place < 1 || place > printed + 1) return ceremony
  if (action === 'nayta' && place <= SHARES) return { ...ceremony, now: place, shown: true }
  if (action === 'siirry' && !(shown && place === now)) return { ...ceremony, now: place, shown: false }
  if (action !== 'piilota' || !shown || place !== now) return ceremony
  const furthest = Math.max(printed, place)
  return { ...ceremony, printed: furthest, now: furthest + 1, shown: false }
}

export function prove(ceremony: Ceremony, holder: string): Ceremony {
  return ceremony.proved.includes(holder) ? ceremony : { ...ceremony, proved: [...ceremony.proved, holder] }
}

/** Every sheet is on paper, and the keys are ready: as many as open the urn have been read back from it. */
export function mayEnd({ printed }: Ceremony, round: { readonly keysReadyAt: Date | null }): boolean {
  return printed === SHARES && round.keysReadyAt !== null
}
