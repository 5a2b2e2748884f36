import type { Api } from '../../src/platform/http/index.ts'

/** What is no page of ours for people: the JSON door and its documents, files, and the demo's provider, who stands for another service. */
const NOT_PAGES = /^\/(api|assets|demo-idp|health|ready|sv|en)(\/|$)|\.pdf$|\*|^\/uloskirjautuminen$|kuvat?\//

type Route = { readonly path: string; readonly methods: readonly string[] }

/** The routes of the service from the tree that it prints. */
function routesOf(app: Api): Route[] {
  const above: string[] = []
  return app.printRoutes({ commonPrefix: false }).split('\n').flatMap((line) => {
    const found = /^([│ ├└─]*)(\S+)(?: \(([A-Z, ]+)\))?$/.exec(line)
    if (!found) return []
    const [, indent = '', part = '', methods] = found
    const depth = indent.length / 4
    above.length = depth
    const path = (above[depth - 1] ?? '') + part
    above[depth] = path
    return methods ? [{ path, methods: methods.split(', ') }] : []
  })
}

/** The pages that no walk has come to. A path without parameters is found before one with them, as the router does. */
export function pagesNotVisited(app: Api, visited: ReadonlySet<string>): string[] {
  const routes = routesOf(app).filter(({ path, methods }) => !NOT_PAGES.test(path) && methods.some((method) => method === 'GET'))
    .map(({ path }) => ({ path, pattern: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`), loose: path.split(':').length }))
    .toSorted((a, b) => a.loose - b.loose)
  const seen = new Set([...visited].filter((line) => line.startsWith('GET ')).map((line) => {
    const path = line.slice(4).replace(/^\/(sv|en)(?=\/|$)/, '') || '/'
    return routes.find(({ pattern }) => pattern.test(path))?.path
  }))
  return routes.map(({ path }) => path).filter((path) => !seen.has(path))
}
