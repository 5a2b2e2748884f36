import { flushCompileCache, registerHooks } from 'node:module'

/**
 * Loaded before all else in the process of every test file, and of those that a test starts: takes away what tap puts there.
 *
 * The recorder of loaded files and source maps serves coverage and `tap --changed`, of which we use neither, and takes half a
 * second of each process; another strips types, which Node does by itself. `async-hook-domain` follows every promise to tell in
 * which test something was thrown that nobody caught, which makes the service a tenth slower; here it is told to the file, as
 * a failure of its own.
 */
const FILE_ALONE = `
  let file = null
  export class Domain {
    constructor(onerror) {
      if (file === null) process.on('uncaughtException', (error, origin) => { file(error, origin) })
      file ??= onerror
    }
    destroy() {}
  }`

function moduleOf(text: string) {
  return { url: `data:text/javascript,${encodeURIComponent(text)}`, shortCircuit: true }
}

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (/\/@tapjs\/[a-z-]+\/dist\/esm\/import\.mjs$/.test(specifier)) return moduleOf('')
    // Two modules of tap's ask for it, so this stays.
    return specifier === 'async-hook-domain' ? moduleOf(FILE_ALONE) : nextResolve(specifier, context)
  },
})

// Processes that a test starts, some of which are killed before they could keep what they compiled, find it here and not only
// after this one has ended.
setTimeout(flushCompileCache, 5_000).unref()

// A file whose runner was killed goes too, with the browser that it started.
const runner = process.ppid
setInterval(() => { if (process.ppid !== runner) process.exit(1) }, 1000).unref()
