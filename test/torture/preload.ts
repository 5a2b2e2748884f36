import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { MUTATIONS, type Mutation, type MutationName } from './mutations.ts'

// Loaded before the service by the harness: breaks it when told to, and lets the clock of the process jump on a signal.
const name = process.env['TORTURE_MUTATION'] as MutationName | undefined
const mutation: Mutation | null = name ? MUTATIONS[name] : null

if (mutation !== null) {
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context)
      const changes = mutation.changes.filter(({ file }) => url.endsWith(`/${file}`))
      if (changes.length === 0) return loaded
      let source = readFileSync(fileURLToPath(url), 'utf8')
      for (const { file, find, put } of changes) {
        if (!source.includes(find)) throw new Error(`the mutation ${name} finds nothing to change in ${file}`)
        source = source.replace(find, put)
      }
      return { ...loaded, format: 'module-typescript', source }
    },
  })
}

let offset = 0
const realNow = Date.now.bind(Date)
const RealDate = Date
process.on('SIGUSR2', () => { offset = offset === 0 ? -3_600_000 : 0 })
Date.now = () => realNow() + offset
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [Date.now()] : args, newTarget),
}) as DateConstructor
