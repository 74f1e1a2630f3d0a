// Dragging a leaf by its grip. Listens on the document and moves the leaf only when it is let go: a node that is
// moved while it is dragged loses the pointer, which is why live reordering drops leaves at random.

import { stack, standing } from "write/leaves"
import { place } from "write/order"

const EDGE = 70
const PACE = 14
let drag = null

export function listen() {
  stack.addEventListener("pointerdown", begin)
}

function begin(event) {
  const grip = event.target.closest("[data-grip]")
  if (!grip || event.button !== 0) return
  event.preventDefault()
  const leaf = grip.closest("[data-leaf]")
  drag = { leaf, pointer: event.pointerId, y: event.clientY, before: leaf }
  stack.classList.add("dragging")
  leaf.classList.add("dragged")
  document.addEventListener("pointermove", move)
  document.addEventListener("pointerup", drop)
  document.addEventListener("pointercancel", cancel)
  document.addEventListener("keydown", key)
  drag.frame = requestAnimationFrame(scroll)
}

function move(event) {
  if (event.pointerId !== drag.pointer) return
  drag.y = event.clientY
  aim()
}

function aim() {
  const rest = standing().filter((leaf) => leaf !== drag.leaf)
  const below = rest.find((leaf) => {
    const box = leaf.querySelector("header").getBoundingClientRect()
    return drag.y < box.top + box.height / 2
  })
  drag.before = below ?? null
  for (const leaf of rest) {
    leaf.classList.toggle("drop-before", leaf === below)
    leaf.classList.toggle("drop-after", !below && leaf === rest.at(-1))
  }
  drag.aimed = true
}

function scroll() {
  if (!drag) return
  const down = drag.y > innerHeight - EDGE
  const up = drag.y < EDGE + 60
  if (down || up) {
    scrollBy({ top: down ? PACE : -PACE, behavior: "instant" })
    aim()
  }
  drag.frame = requestAnimationFrame(scroll)
}

function drop(event) {
  if (event.pointerId !== drag.pointer) return
  const { leaf, before, aimed } = drag
  end()
  if (aimed) place(leaf, before)
}

function key(event) {
  if (event.key === "Escape") end()
}

function cancel(event) {
  if (event.pointerId === drag.pointer) end()
}

function end() {
  cancelAnimationFrame(drag.frame)
  stack.classList.remove("dragging")
  for (const leaf of stack.children) leaf.classList.remove("dragged", "drop-before", "drop-after")
  document.removeEventListener("pointermove", move)
  document.removeEventListener("pointerup", drop)
  document.removeEventListener("pointercancel", cancel)
  document.removeEventListener("keydown", key)
  drag = null
}
