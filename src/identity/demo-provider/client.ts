/** Whom to sign in: a test person by identity code, or one of the demo's staff by id. */
export type DemoWho = { readonly hetu: string } | { readonly staff: string }

const STEPS_MAX = 10

/** A browser's memory for one sign-in. */
function createJar() {
  const values = new Map<string, string>()
  return {
    take(response: Response): void {
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (value === '' || /;\s*max-age=0/i.test(line)) values.delete(name)
        else values.set(name, value)
      }
    },
    header: () => [...values].map(([name, value]) => `${name}=${value}`).join('; '),
    get: (name: string) => values.get(name),
  }
}

/**
 * Signs in over HTTP as a person would by the demo's provider, page by page, and returns the value of a `Cookie` header
 * that carries the session. `baseUrl` is the origin of a running service. Throws an Error that names the step and the
 * status when the service answers anything else.
 */
export async function signInByDemo(
  { baseUrl, who, fetch = globalThis.fetch }: { baseUrl: string; who: DemoWho; fetch?: typeof globalThis.fetch },
): Promise<string> {
  const audience = 'hetu' in who ? 'resident' : 'staff'
  const session = audience === 'resident' ? '__Host-osbu' : '__Host-osbu-staff'
  const jar = createJar()
  let path = `/api/sign-in/${audience}`
  for (let step = 0; step < STEPS_MAX; step++) {
    const login = path.startsWith('/demo-idp/login/')
    const response = await fetch(new URL(path, baseUrl), {
      redirect: 'manual',
      headers: { cookie: jar.header(), origin: new URL(baseUrl).origin, accept: 'text/html,application/json' },
      ...(login ? { method: 'POST', body: new URLSearchParams(who) } : {}),
    })
    // Read to its end, so that the connection can be used again.
    await response.arrayBuffer()
    jar.take(response)
    const token = jar.get(session)
    if (token) return `${session}=${token}`
    const location = response.headers.get('location')
    if (!location) throw new Error(`sign-in: ${path.split('?')[0]} answered ${response.status}`)
    // The service names its public address; this client may know it by another.
    const { pathname, search } = new URL(location, baseUrl)
    path = pathname + search
  }
  throw new Error('sign-in: it did not come to an end')
}
