import { html as tagged, raw } from 'hono/html'

/** HTML that is safe to send: made by `html`, or known to be markup. */
export type Html = ReturnType<typeof raw>

type Piece = Html | string | number | boolean | null | undefined | readonly Piece[]

/**
 * A template whose values are escaped, whoever wrote them. Pieces made by `html` itself go in as they are, lists piece
 * by piece; false, null and undefined leave nothing.
 */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  const made = tagged(strings, ...pieces.map((piece) => (piece === false || piece === true ? '' : piece)))
  // The library waits for promises among the pieces; there are none by our types.
  return made as Html
}

/** An attribute that is there or not, such as `checked`. */
export function flag(name: string, on: boolean): Html {
  return raw(on ? ` ${name}` : '')
}

/** Data for our own script: JSON that cannot end the element that it stands in. */
export function json(value: unknown): Html {
  return raw(JSON.stringify(value).replaceAll('<', '\\u003c'))
}
