import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { browserslistToTargets, transform } from 'lightningcss'

const require = createRequire(import.meta.url)
const FOLDER = join(import.meta.dirname, 'css')

/** The parts of the design system that pages use. A part that is not named here is not sent to anybody. */
const COMPONENTS = [
  'skip-link', 'heading', 'paragraph', 'link', 'list', 'button', 'label', 'field', 'fieldset', 'input',
  'validation-message', 'error-summary', 'alert', 'tag', 'table', 'details', 'pagination', 'data-size-workaround',
]

/** What a pensioner's phone of six years ago understands. */
const TARGETS = ['chrome 90', 'safari 14', 'firefox 88']

/**
 * The stylesheet of the service: theme, the parts of the design system and our own files, frame first, in one and
 * without blanks. The theme is made from `theme.config.json` by the design system's own `designsystemet tokens`.
 */
export function stylesheet(): string {
  const own = (name: string): string => readFileSync(join(FOLDER, name), 'utf8')
  const part = (name: string): string => readFileSync(require.resolve(`@digdir/designsystemet-css/${name}.css`), 'utf8')
  const areas = readdirSync(FOLDER).filter((name) => name.endsWith('.css') && name !== 'theme.css' && name !== 'frame.css')
  const text = [
    '@layer ds.theme, ds.base, ds.components;',
    own('theme.css'),
    `@layer ds.base{${part('base')}}`,
    `@layer ds.components{${COMPONENTS.map(part).join('\n')}}`,
    own('frame.css'),
    ...areas.sort().map(own),
  ].join('\n')
  const { code } = transform({
    filename: 'osbu.css', code: Buffer.from(text), minify: true, targets: browserslistToTargets(TARGETS),
  })
  return code.toString()
}
