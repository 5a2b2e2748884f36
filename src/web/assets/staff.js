// A ready sentence fills its field at once; without this file its link loads the page with the field filled.
for (const link of document.querySelectorAll('a[data-fill]')) {
  link.addEventListener('click', (event) => {
    const field = document.getElementById(link.dataset.fill)
    if (!field) return
    event.preventDefault()
    field.value = link.dataset.text
    field.focus()
  })
}
