// What a look asks of a page from the inside. It stands in the page's window as `look`.
window.look = (() => {
  const visible = (element) => element.checkVisibility({ visibilityProperty: true })
  const name = (element) => element.tagName.toLowerCase() + (element.id ? `#${element.id}` : '')
    + [...element.classList].map((part) => `.${part}`).join('')

  // WCAG 1.4.12. A sheet made by a script is no inline style, so the pages' policy lets it in.
  const spacing = new CSSStyleSheet()
  spacing.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } '
    + 'p { margin-block-end: 2em !important }')

  /** Wider than the window, or cut off by a box that hides what does not fit. */
  function sideways() {
    const root = document.documentElement
    const faults = []
    if (root.scrollWidth > root.clientWidth) {
      const wide = [...document.body.querySelectorAll('*')]
        .filter((element) => visible(element) && element.getBoundingClientRect().right > root.clientWidth + 1)
      faults.push(`scrolls sideways by ${root.scrollWidth - root.clientWidth} px because of ${wide.slice(-1).map(name)}`)
    }
    for (const element of document.body.querySelectorAll('*')) {
      // Few are too narrow for what is in them, and a style takes long to ask for.
      if (element.clientWidth <= 2 || element.scrollWidth <= element.clientWidth + 1) continue
      const hides = /hidden|clip/.test(getComputedStyle(element).overflowX)
      if (hides && visible(element) && element.innerText?.trim()) faults.push(`cuts off the text of ${name(element)}`)
    }
    return faults
  }

  function structure(language) {
    const faults = []
    const { documentElement: root, title } = document
    const count = document.querySelectorAll('h1').length
    if (count !== 1) faults.push(`has ${count} h1`)
    if (root.lang !== language) faults.push(`is marked as ${root.lang}`)
    if (!title.trim()) faults.push('has no title')
    if (document.querySelector('[style]')) faults.push('has a style attribute')
    for (const link of document.querySelectorAll('.ds-error-summary a')) {
      const field = document.querySelector(link.getAttribute('href'))
      if (!field) faults.push(`has an error that leads to nothing: ${link.getAttribute('href')}`)
      else if (field.matches('input, textarea, select') && field.type !== 'checkbox' && field.type !== 'radio'
        && field.getAttribute('aria-invalid') !== 'true') faults.push(`does not mark ${name(field)} as wrong`)
    }
    const summary = document.querySelector('.ds-error-summary')
    if (summary && document.activeElement !== summary) faults.push('does not move the focus to the summary of errors')
    return faults
  }

  const reachable = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'

  /** How many stops the Tab key should make: a group of radio buttons is one. */
  function stops() {
    const groups = new Set()
    return [...document.querySelectorAll(reachable)].filter((element) => {
      if (element.disabled || !visible(element)) return false
      if (element.type !== 'radio') return true
      const group = `${[...document.forms].indexOf(element.form)} ${element.name}`
      return !groups.has(group) && groups.add(group)
    }).length
  }

  /** Whether anything of what is painted for the focus can be seen. */
  function hasRing(element) {
    const rings = [[element], [element.nextElementSibling, '::after'], [element.closest('label')]]
    return rings.some(([painted, part]) => {
      if (!painted) return false
      const { outlineStyle, outlineWidth } = getComputedStyle(painted, part)
      return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
    })
  }

  /** The element with the focus, and what is wrong with how it shows it. */
  function focused() {
    const element = document.activeElement
    if (!element || element === document.body) return null
    window.lookOrder ??= new Map()
    if (!lookOrder.has(element)) lookOrder.set(element, lookOrder.size)
    const box = element.getBoundingClientRect()
    const faults = []
    if (!hasRing(element)) faults.push('does not show its focus')
    const points = [0.05, 0.5, 0.95].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [box.left + box.width * x, box.top + box.height * y]))
    const seen = points.some(([x, y]) => {
      const top = document.elementFromPoint(x, y)
      return top && (element.contains(top) || top.contains(element) || [...element.labels ?? []].some((label) => label.contains(top)))
    })
    if (!seen) faults.push('is hidden while it has the focus')
    return { order: lookOrder.get(element), name: `${name(element)} “${(element.innerText || element.value || '').trim().slice(0, 40)}”`, parts: element.type === 'date' ? 4 : 1, faults }
  }

  /** As if the page had just come: the next Tab begins at its top, wherever the page itself had put the focus. */
  function forget() {
    window.lookOrder = undefined
    document.body.tabIndex = -1
    document.body.focus()
    document.body.blur()
    document.body.removeAttribute('tabindex')
    getSelection()?.removeAllRanges()
    scrollTo(0, 0)
  }

  return {
    sideways, structure, stops, focused, forget,
    /** What is found so with the spacing of WCAG 1.4.12. */
    spaced(find) {
      document.adoptedStyleSheets = [spacing]
      const found = find()
      document.adoptedStyleSheets = []
      return found
    },
    /** Every form of ours says by itself what is missing; the browser would stop it first. */
    send(selector) {
      const form = document.querySelector(selector)
      form.noValidate = true
      form.requestSubmit()
    },
    empty(selector) {
      const form = document.querySelector(selector)
      for (const field of form.elements) {
        if (field.type === 'checkbox' || field.type === 'radio') field.checked = false
        else if (/^(INPUT|TEXTAREA)$/.test(field.tagName) && field.type !== 'hidden' && field.type !== 'file') field.value = ''
      }
    },
  }
})()
