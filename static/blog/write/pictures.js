// Choosing an image for a figure or the cover.

const dialog = document.getElementById("ask-picture")
const shelf = dialog.querySelector("[data-pictures]")
const none = dialog.querySelector("[data-none]")
const more = dialog.querySelector("[data-more]")
const search = dialog.querySelector("[name=q]")
let target = null
let page = 1
let asked = 0
let waiting = 0

export function listen() {
  search.addEventListener("input", () => {
    clearTimeout(waiting)
    waiting = setTimeout(() => fill(1), 200)
  })
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault()
  })
  more.addEventListener("click", () => fill(page + 1))
  shelf.addEventListener("click", (event) => {
    const chosen = event.target.closest("button")
    if (chosen) take(chosen)
  })
}

export function choose(box) {
  target = box
  dialog.showModal()
  fill(1)
}

async function fill(number) {
  page = number
  const mine = ++asked
  const answer = await fetch(`${dialog.dataset.url}?${new URLSearchParams({ q: search.value, p: number })}`)
  const found = answer.ok ? await answer.json() : { images: [], more: false }
  if (mine !== asked) return
  if (number === 1) shelf.replaceChildren()
  shelf.append(...found.images.map(entry))
  none.hidden = shelf.children.length > 0
  more.hidden = !found.more
}

function entry(image) {
  const item = document.createElement("li")
  const button = document.createElement("button")
  button.type = "button"
  Object.assign(button.dataset, { id: image.id, url: image.url, alt: image.alt })
  button.append(picture(image.url, ""), image.title)
  item.append(button)
  return item
}

function picture(url, alt) {
  const node = document.createElement("img")
  Object.assign(node, { src: url, alt, loading: "lazy" })
  return node
}

function take({ dataset }) {
  set(target, dataset.id, picture(dataset.url, dataset.alt))
  dialog.close()
  target.querySelector('[data-do="picture"]').focus()
}

export function clear(box) {
  set(box, "", null)
}

function set(box, id, image) {
  const field = box.querySelector("[data-figure-id]")
  field.value = id
  box.querySelector("[data-picture]").replaceChildren(...(image ? [image] : []))
  box.querySelector('[data-do="no-picture"]').hidden = !id
  const said = box.querySelector("[data-said]")
  if (said) said.hidden = !id
  field.dispatchEvent(new Event("input", { bubbles: true }))
}
