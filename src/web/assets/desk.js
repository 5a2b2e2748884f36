// The desk works without this file: it prints the slip by itself and says what is saved when the network drops.

const box = document.querySelector('[data-offline]')
const again = document.querySelector('[data-print-again]')

if (again) {
  again.hidden = false
  again.addEventListener('click', () => print())
}
if (document.querySelector('[data-slip]')) addEventListener('load', () => print())

// What is hidden on paper loses the focus: it goes back to where the next code is typed.
addEventListener('afterprint', () => document.querySelector('[autofocus]')?.focus())

// A form is sent in the background first: when no answer comes, what was typed is still on the screen. A redirect is "go on"
// only when the next page is there: it may lead to signing in as well, and a script cannot see where. Anything else is
// asked for once more by the browser itself, for the same form gets the same answer.
const ask = (url, options) => fetch(url, { ...options, redirect: 'manual', signal: AbortSignal.timeout(10000) })
for (const form of document.querySelectorAll('form[data-next]')) {
  form.addEventListener('submit', async (event) => {
    if (event.defaultPrevented) return
    event.preventDefault()
    try {
      const answer = await ask(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) })
      if (answer.type === 'opaqueredirect' && (await ask(form.dataset.next)).ok) location.assign(form.dataset.next)
      else form.submit()
    } catch {
      box.hidden = false
      delete form.dataset.sent
    }
  })
}
addEventListener('online', () => { if (box) box.hidden = true })
