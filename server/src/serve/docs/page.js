// Shows only the endpoints that contain all words of the search. The search is in the address, so that it can be shared.
const search = document.getElementById('search')
const found = document.getElementById('found')
const articles = [...document.querySelectorAll('article')].map((article) => ({
  article,
  link: document.querySelector(`[data-for="${article.id}"]`),
  text: article.textContent.toLowerCase(),
}))

function show() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean)
  let count = 0
  for (const { article, link, text } of articles) {
    const isFound = words.every((word) => text.includes(word))
    article.hidden = !isFound
    link.hidden = !isFound
    if (isFound) count += 1
  }
  for (const group of document.querySelectorAll('.group'))
    group.hidden = group.querySelector('article:not([hidden])') === null
  for (const list of document.querySelectorAll('nav ul')) {
    const isEmpty = list.querySelector('li:not([hidden])') === null
    list.hidden = isEmpty
    list.previousElementSibling.hidden = isEmpty
  }
  found.textContent = words.length === 0 ? '' : `${count} of ${articles.length} endpoints`
}

search.value = new URLSearchParams(location.search).get('q') ?? ''
search.addEventListener('input', () => {
  show()
  const query = search.value === '' ? '' : `?q=${encodeURIComponent(search.value)}`
  history.replaceState(null, '', `${location.pathname}${query}`)
})
addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target.matches('input')) return
  event.preventDefault()
  search.focus()
})
show()
