import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import t from 'tap'

t.test('who runs no demo never loads its provider', async (t) => {
  const index = resolve(import.meta.dirname, '../../../src/identity/index.ts')
  const script = `
    import { registerHooks } from 'node:module'
    const loaded = []
    registerHooks({ resolve: (name, context, next) => { loaded.push(name); return next(name, context) } })
    await import(${JSON.stringify(index)})
    console.log(JSON.stringify(loaded))`
  const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script]
  const output = execFileSync(process.execPath, flags, { encoding: 'utf8', env: {} })
  const loaded = JSON.parse(output) as string[]
  t.ok(loaded.includes('openid-client'))
  t.notOk(loaded.includes('oidc-provider'))
})
