// The voting flow works without this file: it tells the sum while boxes are ticked and keeps ticks from getting lost.

const form = document.querySelector('form[data-choose]')
const part = (name) => document.querySelector(`[data-${name}]`)

if (form) {
  const locale = { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' }[document.documentElement.lang]
  const euros = (cents) => new Intl.NumberFormat(locale, {
    style: 'currency', currency: 'EUR', minimumFractionDigits: cents % 100 ? 2 : 0, maximumFractionDigits: cents % 100 ? 2 : 0,
  }).format(cents / 100)
  const plain = (cents) => new Intl.NumberFormat(locale).format(cents / 100)
  const announce = part('announce')
  const maximum = Number(announce.dataset.maximum)
  const over = part('over')

  // The same figures as `cost` of the pages writes.
  const cost = (min, max) => min === max ? euros(max)
    : `${locale === 'en-GB' ? euros(min) : plain(min)}–${euros(max)}`

  const show = () => {
    const picked = [...form.querySelectorAll('[name=pick]:checked')]
    const sum = cost(...['min', 'max'].map((end) => picked.reduce((cents, box) => cents + Number(box.dataset[end]), 0)))
    part('plain').hidden = true
    part('count').hidden = false
    part('given').textContent = picked.length
    part('sum').textContent = sum
    const tooMany = picked.length - maximum
    over.hidden = tooMany <= 0
    over.textContent = over.dataset.over.replace('{over}', tooMany)
    return announce.dataset.announce.replace('{count}', picked.length).replace('{maximum}', maximum).replace('{sum}', sum)
      + (tooMany > 0 ? ` ${over.textContent}` : '')
  }

  let speaking
  let saving
  form.addEventListener('change', () => {
    const sentence = show()
    clearTimeout(speaking)
    speaking = setTimeout(() => { announce.textContent = sentence }, 400)
    // The draft in the sealed cookie: ticks outlive a change of language, a look elsewhere and a flat battery.
    saving?.abort()
    saving = new AbortController()
    const body = new URLSearchParams(new FormData(form))
    body.set('luonnos', '1')
    fetch(form.action, { method: 'POST', body, signal: saving.signal }).catch(() => {})
  })
  form.addEventListener('submit', () => saving?.abort())
  announce.textContent = show()
}

for (const cast of document.querySelectorAll('form[data-cast]')) {
  cast.addEventListener('submit', () => {
    const status = cast.querySelector('[data-saving]')
    status.textContent = status.dataset.saving
    // Whoever stopped the request may press again: sent twice, the same vote is one vote.
    setTimeout(() => { delete cast.dataset.sent }, 8000)
  })
}

const print = part('print')
if (print) {
  print.hidden = false
  print.addEventListener('click', () => window.print())
}

// A page brought back as it was may tell what is no longer so, or what the next person should not see.
addEventListener('pageshow', (event) => { if (event.persisted) location.reload() })
