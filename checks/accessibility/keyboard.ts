import type { Page } from 'playwright-core'

type Focused = { readonly order: number; readonly name: string; readonly parts: number; readonly faults: readonly string[] } | null

/** More presses than a page has stops, for its dates have several parts each, and so that one that never ends is told from a long one. */
const SPARE = 40

/**
 * Goes through a page by the Tab key alone, from the top until the focus leaves it: every stop shows that it has the
 * focus and is not hidden, none holds it fast, and none is left out.
 */
export async function keyboardFaults(page: Page): Promise<string[]> {
  const stops = await page.evaluate<number>('look.stops()')
  await page.evaluate('look.forget()')
  const faults: string[] = []
  const reached = new Set<number>()
  let before = -1
  let again = 0
  for (let press = 0; press < stops + SPARE; press++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate<Focused>('look.focused()')
    // Out of the page, or round again.
    if (focused === null || (reached.has(focused.order) && again === 0 && focused.order !== before)) break
    again = focused.order === before ? again + 1 : 0
    if (again >= focused.parts) {
      faults.push(`holds the focus fast on ${focused.name}`)
      break
    }
    before = focused.order
    reached.add(focused.order)
    faults.push(...focused.faults.map((fault) => `${focused.name} ${fault}`))
  }
  // A summary of errors that was focused by the page is no stop of its own, and neither is main.
  if (reached.size < stops) faults.push(`is left by the Tab key after ${reached.size} of ${stops} stops`)
  await page.evaluate('look.forget()')
  return faults
}
