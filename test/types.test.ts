import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import t from 'tap'

const root = resolve(import.meta.dirname, '..')

// Among the tests, so that it has a core of its own while they wait. One thread asks the least of the others.
t.test('the types fit', async (t) => {
  const told = await new Promise<string>((done) => {
    // Without what the runner hands on to every Node: it knows no file without an ending.
    const options = { cwd: root, env: { PATH: process.env.PATH } }
    execFile(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit', '--singleThreaded'], options, (error, out, err) => {
      done(error === null ? '' : out + err)
    })
  })
  t.equal(told, '')
})
