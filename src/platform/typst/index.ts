import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'

const require = createRequire(import.meta.url)

/** The weights that documents use. The family has every letter of the languages that stand on them. */
const FONTS = ['400Regular/SourceSans3_400Regular.ttf', '700Bold/SourceSans3_700Bold.ttf']

type Compiler = import('@myriaddreamin/typst-ts-node-compiler').NodeCompiler

let compiler: Promise<Compiler> | null = null

/** Loaded with the first document, for the service starts and works without it. */
async function load(): Promise<Compiler> {
  const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler')
  const fontPaths = FONTS.map((font) => dirname(require.resolve(`@expo-google-fonts/source-sans-3/${font}`)))
  return NodeCompiler.create({ fontArgs: [{ fontPaths }] })
}

/**
 * A document as an accessible PDF: PDF/UA-1, tagged, its fonts inside. `template` is the path of a Typst file; it reads
 * `data` as JSON from `sys.inputs.data`, so that no text of anybody's is ever taken for markup. Throws when the template
 * is wrong or breaks a rule of PDF/UA.
 */
export async function compilePdf(template: string, data: unknown): Promise<Buffer> {
  compiler ??= load()
  const typst = await compiler.catch((error: unknown) => { compiler = null; throw error })
  const compiled = typst.compile({ mainFileContent: readFileSync(template, 'utf8'), inputs: { data: JSON.stringify(data) } })
  const document = compiled.result
  if (!document || compiled.hasError()) {
    const problems = compiled.takeDiagnostics()?.shortDiagnostics ?? []
    throw new Error(`${template} does not compile: ${JSON.stringify(problems)}`)
  }
  const pdf = typst.pdf(document, { pdfStandard: 'ua-1' })
  typst.evictCache(0)
  return pdf
}
