import type { Api } from '../../src/platform/http/index.ts'

/** What is no page of ours for people: the JSON door and its documents, files, and the demo's provider, who stands for another service. */
const NOT_PAGES = /^\/(api|assets|demo-idp|health|ready|sv|en)(\/|$)|\.pdf$|\*|kuvat?\//

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

/** Tells the route of a page by its path, in whatever language. One without parameters comes before one with them, as in the router. */
function finder(routes: readonly Route[]): (path: string) => string | undefined {
  const patterns = routes.map(({ path }) => ({ path, pattern: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`), loose: path.split(':').length }))
    .toSorted((a, b) => a.loose - b.loose)
  return (path) => {
    const plain = path.replace(/^\/(sv|en)(?=\/|$)/, '') || '/'
    return patterns.find(({ pattern }) => pattern.test(plain))?.path
  }
}

/** Names each page by its route alone: two ideas are one page with other contents. */
export function pageNames(app: Api): (path: string) => string {
  const routeOf = finder(routesOf(app))
  return (path) => routeOf(path) ?? path
}

/** The pages that no walk has come to. */
export function pagesNotVisited(app: Api, visited: ReadonlySet<string>): string[] {
  const routes = routesOf(app).filter(({ path, methods }) => !NOT_PAGES.test(path) && methods.some((method) => method === 'GET'))
  const routeOf = finder(routes)
  const seen = new Set([...visited].filter((line) => line.startsWith('GET ')).map((line) => routeOf(line.slice(4))))
  return routes.map(({ path }) => path).filter((path) => !seen.has(path))
}
