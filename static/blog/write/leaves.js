// Leaves: opening, closing, adding, taking out and putting back. Nothing here talks to the server.

import { announce, word } from "write/words"

export const form = document.getElementById("article_form")
export const stack = form.querySelector("[data-leaves]")
const blank = document.querySelector("[data-blank]")
const total = form.querySelector("[data-total]")
const outline = form.querySelector("[data-outline]")
const MAX_LEAVES = 500

export const leaves = () => [...stack.children].filter((node) => node.matches("[data-leaf]"))
export const standing = () => leaves().filter((leaf) => !leaf.classList.contains("removed"))
export const field = (leaf, name) => leaf.querySelector(`[name="section-${leaf.dataset.leaf}-${name}"]`)
export const headingOf = (leaf) => leaf.querySelector(".heading").value.trim() || word("untitled")
export const told = (leaf) => stack.dispatchEvent(new CustomEvent("leaves:changed", { detail: { leaf } }))

// The editor weighs more than the rest of the page together, so it is fetched when the page already stands.
let rich = null
export async function fetchEditor() {
  rich ??= await import("write/rich")
}

export function open(leaf, { focus = false } = {}) {
  leaf.classList.add("open")
  sayToggle(leaf, true)
  if (rich) return mount(leaf, focus)
  return fetchEditor().then(() => mount(leaf, focus), () => withoutEditor(leaf))
}

function mount(leaf, focus) {
  const editor = rich.mount(leaf)
  if (focus) editor.commands.focus("end")
}

function withoutEditor(leaf) {
  leaf.classList.add("plain-text")
  announce(word("noEditor"))
}

export function close(leaf) {
  leaf.classList.remove("open")
  sayToggle(leaf, false)
  leaf.querySelector("[data-line]").textContent = lineOf(leaf)
}

function sayToggle(leaf, isOpen) {
  const toggle = leaf.querySelector('[data-do="toggle"]')
  toggle.setAttribute("aria-expanded", String(isOpen))
  toggle.textContent = isOpen ? toggle.dataset.close : toggle.dataset.open
}

export function textOf(leaf) {
  const parsed = new DOMParser().parseFromString(leaf.querySelector("[data-body]").value, "text/html")
  for (const block of parsed.querySelectorAll("p, li, h3, h4, td, th, pre, blockquote")) block.append(" ")
  return parsed.body.textContent.replace(/\s+/g, " ").trim()
}

function lineOf(leaf) {
  const text = textOf(leaf)
  return text.length > 160 ? `${text.slice(0, 159)}…` : text
}

export function add(after) {
  if (standing().length >= MAX_LEAVES) return announce(word("full", { max: MAX_LEAVES }))
  const index = Number(total.value)
  total.value = index + 1
  const made = document.createElement("div")
  made.append(blank.content.cloneNode(true))
  made.innerHTML = made.innerHTML.replaceAll("__prefix__", index)
  const leaf = made.firstElementChild
  if (after === undefined) stack.append(leaf)
  else if (after) after.after(leaf)
  else stack.prepend(leaf)
  renumber()
  announce(word("added", { place: standing().indexOf(leaf) + 1 }))
  told(leaf)
  leaf.querySelector(".heading").focus()
  return open(leaf)
}

export function remove(leaf) {
  leaf.classList.add("removed")
  leaf.classList.remove("open")
  sayToggle(leaf, false)
  field(leaf, "DELETE").checked = true
  const said = word("takenOut", { heading: headingOf(leaf) })
  const slip = document.createElement("p")
  slip.className = "slip-out"
  const text = document.createElement("span")
  text.textContent = said
  const undo = document.createElement("button")
  undo.type = "button"
  undo.dataset.do = "undo"
  undo.textContent = word("undoRemove")
  slip.append(text, undo)
  leaf.append(slip)
  renumber()
  announce(said)
  told(leaf)
  undo.focus()
}

export function putBack(leaf) {
  leaf.classList.remove("removed")
  field(leaf, "DELETE").checked = false
  leaf.querySelector(".slip-out")?.remove()
  renumber()
  announce(word("back", { heading: headingOf(leaf) }))
  told(leaf)
  leaf.querySelector('[data-do="remove"]').focus()
}

export function renumber() {
  let number = 0
  const all = leaves()
  all.forEach((leaf, place) => {
    const headed = leaf.querySelector(".heading").value.trim() !== ""
    const stands = !leaf.classList.contains("removed")
    field(leaf, "ORDER").value = place + 1
    leaf.querySelector("[data-no]").textContent = headed && stands ? ++number : ""
    const entry = entryOf(leaf)
    if (outline.children[place] !== entry) outline.insertBefore(entry, outline.children[place] ?? null)
    sayEntry(entry, leaf, place)
  })
}

function entryOf(leaf) {
  const existing = outline.querySelector(`[data-for="${leaf.dataset.leaf}"]`)
  if (existing) return existing
  const entry = document.createElement("li")
  entry.dataset.for = leaf.dataset.leaf
  const number = document.createElement("span")
  number.className = "no"
  const link = document.createElement("a")
  link.href = `#leaf-${leaf.dataset.leaf}`
  entry.append(number, link)
  return entry
}

function sayEntry(entry, leaf, place) {
  const heading = leaf.querySelector(".heading").value.trim()
  entry.querySelector(".no").textContent = leaf.querySelector("[data-no]").textContent
  entry.querySelector("a").textContent = heading || word(place === 0 ? "introduction" : "without")
  entry.classList.toggle("gone", leaf.classList.contains("removed"))
}

export function markEntry(leaf, changed) {
  const entry = entryOf(leaf)
  const mark = entry.querySelector(".mark:not(.bad)")
  if (changed && !mark) {
    const made = document.createElement("span")
    made.className = "mark"
    made.textContent = word("changed")
    entry.append(" ", made)
  }
  if (!changed) mark?.remove()
}
