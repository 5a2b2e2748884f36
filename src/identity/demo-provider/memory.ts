import type { Adapter, AdapterPayload } from 'oidc-provider'

const ENTRIES_MAX = 5000

type Entry = { readonly payload: AdapterPayload; readonly expires: number }

/**
 * What the demo's provider keeps of one kind of thing, in memory: at most 5 000 entries, the oldest goes first. That is
 * far more sign-ins than are ever under way at once, and ten thousand in a row leave nothing behind.
 */
export class DemoMemory implements Adapter {
  readonly #entries = new Map<string, Entry>()
  readonly #kind: string

  constructor(kind: string) {
    this.#kind = kind
  }

  async upsert(id: string, payload: AdapterPayload, expiresInSeconds: number): Promise<void> {
    // Sessions are not kept: the next sign-in must ask again who it is, for a demo plays many people in one browser.
    if (this.#kind === 'Session') return
    this.#entries.delete(id)
    this.#entries.set(id, { payload, expires: Date.now() + expiresInSeconds * 1000 })
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > ENTRIES_MAX && oldest !== undefined) this.#entries.delete(oldest)
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const entry = this.#entries.get(id)
    return entry && entry.expires > Date.now() ? entry.payload : undefined
  }

  async findByUid(): Promise<undefined> {
    return undefined
  }

  async findByUserCode(): Promise<undefined> {
    return undefined
  }

  async consume(id: string): Promise<void> {
    const entry = this.#entries.get(id)
    if (entry) entry.payload.consumed = Math.floor(Date.now() / 1000)
  }

  async destroy(id: string): Promise<void> {
    this.#entries.delete(id)
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [id, { payload }] of this.#entries) if (payload.grantId === grantId) this.#entries.delete(id)
  }
}
