import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import t from 'tap'

const root = resolve(import.meta.dirname, '..')
const json = <T>(path: string): T => JSON.parse(readFileSync(join(root, path), 'utf8')) as T

type Locked = { version: string; resolved?: string; integrity?: string; license?: string; dev?: boolean; link?: boolean }
const packages = Object.entries(json<{ packages: Record<string, Locked> }>('package-lock.json').packages).filter(([path]) => path !== '')
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
type Reviewed = { licences: Record<string, string>; exceptions: Record<string, string> }
const reviewed = json<Reviewed>('docs/security/licences.json')

t.test('the lockfile names no place to take a package from, and each is whole as it was when it was taken in', async (t) => {
  t.ok(packages.length > 100, 'the test sees them')
  // Without an address npm takes the registry's own.
  t.same(packages.filter(([, { resolved, link }]) => link || resolved !== undefined).map(([path]) => path), [])
  t.same(packages.filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? '')).map(([path]) => path), [])
})

t.test('whatever is delivered has a licence that was looked at', async (t) => {
  const delivered = packages.filter(([, { dev }]) => !dev)
  const unknown = delivered.filter(([path, { license }]) =>
    !(license !== undefined && license in reviewed.licences) && !(nameOf(path) in reviewed.exceptions))
  t.same(unknown.map(([path, { license }]) => `${nameOf(path)}: ${license}`), [])
  const used = new Set(delivered.map(([, { license }]) => license))
  t.same(Object.keys(reviewed.licences).filter((licence) => !used.has(licence)), [], 'none in the list that nothing has')
  const names = new Set(delivered.map(([path]) => nameOf(path)))
  t.same(Object.keys(reviewed.exceptions).filter((name) => !names.has(name)), [])
})

t.test('every dependency is named by one exact version', async (t) => {
  const { dependencies, optionalDependencies, devDependencies } = json<Record<string, Record<string, string>>>('package.json')
  const all = Object.entries({ ...dependencies, ...optionalDependencies, ...devDependencies })
  t.same(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)), [])
})
