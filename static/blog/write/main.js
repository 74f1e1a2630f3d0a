// The article form comes alive: one listener for every button on it, by what the button says it does.

import * as checks from "write/checks"
import * as drag from "write/drag"
import { add, close, fetchEditor, form, leaves, open, putBack, remove, renumber, stack, textOf } from "write/leaves"
import { step } from "write/order"
import * as pictures from "write/pictures"
import * as publication from "write/publication"
import * as settings from "write/settings"
import { word } from "write/words"

const ACTS = {
  add: () => add(),
  insert: (leaf) => add(leaf.previousElementSibling),
  up: (leaf) => step(leaf, -1),
  down: (leaf) => step(leaf, 1),
  toggle: (leaf) => (leaf.classList.contains("open") ? close(leaf) : open(leaf, { focus: true })),
  remove,
  undo: putBack,
  "open-all": () => leaves().forEach((leaf) => open(leaf)),
  "close-all": () => leaves().forEach(close),
  picture: (_leaf, button) => pictures.choose(button.closest("[data-figure]")),
  "no-picture": (_leaf, button) => pictures.clear(button.closest("[data-figure]")),
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-do]")
  if (button) ACTS[button.dataset.do](button.closest("[data-leaf]"), button)
  else if (event.target.closest("[data-line]")) open(event.target.closest("[data-leaf]"), { focus: true })
})

// Return in a heading goes on to the text instead of pressing the first button of the form.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input:not([type=checkbox])")) return
  event.preventDefault()
  if (event.target.matches(".heading")) open(event.target.closest("[data-leaf]"), { focus: true })
})

stack.addEventListener("keydown", (event) => {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
  if (!by || !event.altKey || !event.target.matches(".heading, .tools button")) return
  event.preventDefault()
  step(event.target.closest("[data-leaf]"), by)
})

stack.addEventListener("input", (event) => {
  const leaf = event.target.closest("[data-leaf]")
  if (event.target.matches(".heading")) renumber()
  if (event.target.matches("[data-body]")) count(leaf)
})

let counting = 0
function count(leaf) {
  clearTimeout(counting)
  counting = setTimeout(() => {
    const number = textOf(leaf).split(" ").filter(Boolean).length
    leaf.querySelector("[data-words]").textContent = number ? word("words", { number }) : ""
  }, 300)
}

// One <details> of the bar at a time, and none when something else is pressed.
document.addEventListener("click", (event) => {
  for (const drop of document.querySelectorAll("details.drop[open]")) {
    if (!drop.contains(event.target)) drop.open = false
  }
})
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return
  const drop = document.querySelector("details.drop[open]")
  if (!drop) return
  drop.open = false
  drop.querySelector("summary").focus()
})

drag.listen()
pictures.listen()
settings.listen()
publication.listen()
checks.listen()
for (const leaf of leaves()) if (leaf.classList.contains("open")) open(leaf)
const wanted = document.getElementById(location.hash.slice(1))
if (wanted?.matches("[data-leaf]")) open(wanted)
form.querySelector(".outline").addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#leaf-']")
  if (link) open(document.querySelector(link.hash))
})
const idle = window.requestIdleCallback ?? setTimeout
idle(() => fetchEditor().catch(() => {}))
form.dataset.ready = "1"
performance.mark("form-ready")
