import { registerHooks } from 'node:module'

/**
 * Loaded before all else in the process of every test file: takes away the recorder of loaded files and source maps that
 * tap puts into every process, and into those that a test starts. It serves coverage and `tap --changed`, of which we use
 * neither, and takes half a second of each process.
 */
const hooks = registerHooks({
  resolve(specifier, context, nextResolve) {
    if (!specifier.endsWith('/@tapjs/processinfo/dist/esm/import.mjs')) return nextResolve(specifier, context)
    hooks.deregister()
    return { url: 'data:text/javascript,', shortCircuit: true }
  },
})

// A file whose runner was killed goes too, with the browser that it started.
const runner = process.ppid
setInterval(() => { if (process.ppid !== runner) process.exit(1) }, 1000).unref()
