// Everything works without this file; it only spares people some trouble.

// The summary of errors is what somebody must read first.
document.querySelector('[data-focus]')?.focus()

// A second click on the same button sends nothing again. Coming back to the page sets it free.
for (const form of document.querySelectorAll('form[data-once]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault()
    form.dataset.sent = 'yes'
  })
}
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-once]')) delete form.dataset.sent
})
