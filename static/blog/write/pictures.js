// Choosing an image for a figure or the cover.

import { UploadBox } from "images/upload"

const dialog = document.getElementById("ask-picture")
const shelf = dialog.querySelector("[data-pictures]")
const none = dialog.querySelector("[data-none]")
const more = dialog.querySelector("[data-more]")
const search = dialog.querySelector("[name=q]")
let target = null
let older = ""
let asked = 0
let waiting = 0

export function listen() {
  search.addEventListener("input", () => {
    clearTimeout(waiting)
    waiting = setTimeout(() => fill(), 200)
  })
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault()
  })
  more.addEventListener("click", () => fill(older))
  const box = dialog.querySelector("[data-upload]")
  if (box) uploads(box)
  shelf.addEventListener("click", (event) => {
    const chosen = event.target.closest("button")
    if (chosen) take(chosen)
  })
}

// A picture dropped or pasted on a figure's own box is stored and put there; in the dialog it joins the shelf.
function uploads(box) {
  const upload = new UploadBox(box, { isLinked: false, onStored: (image) => shelf.prepend(entry(image)) }).listen(dialog)
  document.addEventListener("dragover", (event) => {
    if (event.target.closest("[data-figure]") && event.dataTransfer?.types.includes("Files")) event.preventDefault()
  })
  for (const [kind, source] of [["drop", "dataTransfer"], ["paste", "clipboardData"]]) {
    document.addEventListener(kind, (event) => {
      const figure = event.target.closest?.("[data-figure]")
      if (!figure || !event[source]?.files.length) return
      event.preventDefault()
      choose(figure)
      upload.take(event[source].files)
    })
  }
}

export function choose(box) {
  target = box
  dialog.showModal()
  fill()
}

async function fill(before = "") {
  const mine = ++asked
  const answer = await fetch(`${dialog.dataset.url}?${new URLSearchParams({ q: search.value, before })}`)
  const found = answer.ok ? await answer.json() : { images: [], older: "" }
  if (mine !== asked) return
  older = found.older
  if (!before) shelf.replaceChildren()
  shelf.append(...found.images.map(entry))
  none.hidden = shelf.children.length > 0
  more.hidden = !older
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
