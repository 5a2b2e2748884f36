// Shows the forms of the recount, hands their files to a worker, and says in words what it found.
const { texts, language } = JSON.parse(document.getElementById('sanat').textContent)
const box = document.getElementById('laskenta')
const answer = document.getElementById('vastaus')
const number = new Intl.NumberFormat(language)
const money = new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR' })

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '')

function element(tag, text, lang) {
  const made = document.createElement(tag)
  made.textContent = text
  if (lang) made.lang = lang
  return made
}

function list(items, lang) {
  const made = document.createElement('ul')
  made.append(...items.map((item) => element('li', item, lang)))
  return made
}

function show(color, title, ...content) {
  const alert = document.createElement('div')
  alert.className = 'ds-alert'
  alert.dataset.color = color
  const heading = element('h2', title)
  heading.className = 'ds-heading'
  heading.dataset.size = 'xs'
  alert.append(heading, ...content)
  answer.replaceChildren(alert)
}

/** What was checked, with the figures of the recount itself. */
function checked(result, isPabulib) {
  const { ballots, votes, rows, invalidBallots, ties, spentCents, envelopeCents, inputSha256, rule } = result
  const values = {
    ballots: number.format(ballots), votes: number.format(votes), proposals: number.format(rows.length),
    invalid: number.format(invalidBallots.length), hash: inputSha256, rule: texts.rules[rule], ties: number.format(ties.length),
    spent: isPabulib ? number.format(spentCents / 100) : money.format(spentCents / 100),
    envelope: isPabulib ? number.format(envelopeCents / 100) : money.format(envelopeCents / 100),
  }
  return [texts.ballots, isPabulib ? null : texts.hash, isPabulib ? texts.rows : texts.rowsAll, ties.length === 0 ? texts.noTies : texts.ties, texts.money]
    .filter((text) => text !== null).map((text) => fill(text, values))
}

function tell(found, isPabulib) {
  const inEnglish = (text) => [element('p', texts.inEnglish), element('p', text, 'en')]
  if (found.unreadable !== undefined) show('warning', texts.unreadable, ...inEnglish(found.unreadable))
  else if (!found.agrees) {
    const hash = found.difference.startsWith('inputSha256:') ? [element('p', texts.hashDiffers)] : []
    show('danger', texts.differs, ...hash, element('p', texts.differsText), ...inEnglish(found.difference))
  }
  else {
    const open = !isPabulib ? [element('p', texts.notInBallots)]
      : found.unchecked.length > 0 ? [element('p', texts.unchecked), list(found.unchecked, 'en')] : []
    const told = found.result === null ? list(found.checked, 'en') : list(checked(found.result, isPabulib))
    show('success', isPabulib && open.length > 0 ? texts.agreesPartly : texts.agrees, told, ...open)
  }
}

/** Why a browser that is too old, or a file that is gone meanwhile, gives no answer. */
function fail() {
  show('warning', texts.failed, element('p', texts.failedText))
}

for (const form of box.querySelectorAll('form')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const inputs = [...form.querySelectorAll('input[type=file]')]
    const missing = inputs.find((input) => input.files.length === 0)
    for (const input of inputs) {
      input.toggleAttribute('aria-invalid', input.files.length === 0)
      document.getElementById(`${input.id}-virhe`).textContent = input.files.length === 0 ? texts.missing : ''
    }
    if (missing) return missing.focus()
    const files = Object.fromEntries(inputs.map((input) => [input.name, input.files[0]]))
    show('info', texts.counting)
    try {
      const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
      const done = (how) => { worker.terminate(); how() }
      worker.onmessage = ({ data }) => done(() => tell(data, 'pb' in files))
      worker.onerror = () => done(fail)
      worker.postMessage(files)
    } catch {
      fail()
    }
  })
}
box.hidden = false
