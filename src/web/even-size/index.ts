import { type Html, html } from '../html/index.ts'

/** More than two sums of money, or the counts and places in two pages, can differ by in writing. */
const SLACK_BYTES = 64

export function bytesOf(piece: Html | string): number {
  return Buffer.byteLength(String(piece))
}

/** So many bytes that nobody sees or hears, so that the size of an encrypted answer tells nothing of what is in it. */
export function filling(bytes: number): Html {
  return html`<span hidden data-fill="${'x'.repeat(Math.max(0, bytes))}"></span>`
}

/** A page that is as large as the largest that might stand in its place, of which these are the candidates. */
export function filledUp<T>(shown: T, largest: readonly T[], render: (content: T, fill: Html) => Html): Html {
  const most = largest.reduce((bytes, each) => Math.max(bytes, bytesOf(render(each, filling(0)))), 0)
  return render(shown, filling(most + SLACK_BYTES - bytesOf(render(shown, filling(0)))))
}

/**
 * The page of some picks, as large as the page of any others: of each count the picks that write longest are measured,
 * and the page is filled up to the largest. `lengthOf` says how much one pick adds.
 */
export function evenSized<T>(
  picks: readonly T[], { all, max, lengthOf }: { all: readonly T[]; max: number; lengthOf: (pick: T) => number },
  render: (picks: readonly T[], fill: Html) => Html,
): Html {
  const longest = all.toSorted((a, b) => lengthOf(b) - lengthOf(a))
  return filledUp(picks, Array.from({ length: Math.min(max, all.length) }, (_, i) => longest.slice(0, i + 1)), render)
}
