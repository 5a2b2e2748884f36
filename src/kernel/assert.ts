/** A defect: something that the code itself promised does not hold. The caller gets a 500 and a request id. */
export class Defect extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'Defect'
  }
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Defect(message)
}

/** The value, which must be there. */
export function present<T>(value: T | null | undefined, message: string): T {
  assert(value !== null && value !== undefined, message)
  return value
}

/** Closes a switch over a union: a member that is not handled does not compile. */
export function unreachable(value: never): never {
  throw new Defect(`unreachable: ${String(value)}`)
}
