import { type Html, html } from '../../html/index.ts'

/** More than two sums of money can differ by in writing. */
const SLACK_BYTES = 64

function bytesOf(page: Html): number {
  return Buffer.byteLength(String(page))
}

/** So many bytes that nobody sees or hears, so that the size of an encrypted answer tells nothing of what is in it. */
export function filling(bytes: number): Html {
  return html`<span hidden data-fill="${'x'.repeat(Math.max(0, bytes))}"></span>`
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
  const sizes = Array.from({ length: Math.min(max, all.length) }, (_, i) => bytesOf(render(longest.slice(0, i + 1), filling(0))))
  return render(picks, filling(Math.max(...sizes) + SLACK_BYTES - bytesOf(render(picks, filling(0)))))
}
