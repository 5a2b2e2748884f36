import { Transform } from 'node:stream'

/**
 * Tells of a run what people want to know: a line of each file when it has ended, what failed and why, what was left out, and
 * how many there were. The reporters that draw take a core six seconds for ten thousand lines.
 */
export default class Report extends Transform {
  #decoder = new TextDecoder()
  /** A line whose end has not come yet. */
  #rest = ''
  /** The names of the tests around the line that is read, the outermost first. */
  #names = []
  /** How deep the line is whose details are being told. */
  #telling = -1

  constructor() { super({ decodeStrings: false }) }

  _transform(chunk, _encoding, done) {
    const lines = (this.#rest + (typeof chunk === 'string' ? chunk : this.#decoder.decode(chunk, { stream: true }))).split('\n')
    this.#rest = lines.pop()
    for (const line of lines) this.#read(line)
    done()
  }

  _flush(done) {
    this.#read(this.#rest)
    done()
  }

  #tell(line) { this.push(`${line}\n`) }

  #read(line) {
    const [, indent, text] = /^( *)(.*)$/.exec(line)
    const depth = indent.length / 4
    if (this.#telling >= 0 && depth > this.#telling) {
      this.#tell(line)
      if (text === '...') this.#telling = -1
      return
    }
    this.#telling = -1
    if (text.startsWith('# Subtest: ')) this.#names[depth] = text.slice(11)
    else if (depth === 0 && /^# (?!Subtest)/.test(text)) this.#tell(line)
    const point = /^(not )?ok \d+ - (.*?)(?: # time=([\d.]+)ms)?$/.exec(text)
    if (!point) return
    const [, failed, name, ms] = point
    const isSubtest = name === this.#names[depth]
    if (failed) {
      this.#tell(`FAILED ${[...this.#names.slice(0, depth), name].join(' > ')}`)
      if (!isSubtest || depth === 0) this.#telling = depth
    } else if (name.includes(' # SKIP')) this.#tell(`left out ${[...this.#names.slice(0, depth), name].join(' > ')}`)
    else if (depth === 0) this.#tell(`passed ${name} ${(Number(ms) / 1000).toFixed(1)} s`)
    if (isSubtest) this.#names.length = depth
  }
}
