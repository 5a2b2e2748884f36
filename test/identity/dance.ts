import type { Api } from '../../src/platform/http/index.ts'

type Answer = Awaited<ReturnType<Api['inject']>>

/** A browser in one hand: cookies are kept, redirects are followed one by one. */
export function browser(app: Api) {
  const jar = new Map<string, string>()

  async function go(url: string, form?: Record<string, string>): Promise<Answer> {
    const { pathname, search } = new URL(url, 'http://localhost:3000')
    const response = await app.inject({
      method: form ? 'POST' : 'GET', url: pathname + search,
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(form ? { payload: new URLSearchParams(form).toString() } : {}),
    })
    for (const { name, value } of response.cookies) {
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }

  /** The address of the login page that a sign-in leads to. */
  async function toLogin(path: string): Promise<string> {
    const start = await go(path)
    return String((await go(String(start.headers.location))).headers.location)
  }

  /** The address at the callback with which the provider sends the browser back. */
  async function toCallback(path: string, form: Record<string, string>): Promise<string> {
    const chosen = await go(await toLogin(path), form)
    return String((await go(String(chosen.headers.location))).headers.location)
  }

  return { jar, go, toLogin, toCallback }
}
