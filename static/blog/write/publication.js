// What publishing would do, kept true while somebody types.

import { field, form, headingOf, leaves, markEntry, stack } from "write/leaves"
import { moved } from "write/order"

const labels = JSON.parse(document.getElementById("write-labels").textContent)
const button = form.querySelector("[data-publish]")
const list = form.querySelector("[data-changes]")
const unsaved = form.querySelector("[data-unsaved]")
const DETAILS = ["title", "excerpt", "search_description", "category", "tags", "cover"]
const SETTINGS = ["slug", "author", "comment_policy", "comments_close_after_days", "comment_mode", "comments_wait_after_days"]
const PARTS = ["heading", "body", "figure", "figure_alt", "figure_caption"]

const servedKinds = new Map(leaves().map((leaf) => [leaf, leaf.dataset.kinds]))
const servedDetails = list ? !list.querySelector("[data-details]").hidden : false
const dirty = new Set()
let movedLeaves = new Set()
let leaving = false

export function listen() {
  form.addEventListener("input", (event) => {
    const leaf = event.target.closest("[data-leaf]")
    if (leaf) weigh(leaf)
    show(leaf)
  })
  form.addEventListener("change", () => show())
  stack.addEventListener("leaves:changed", (event) => {
    movedLeaves = moved()
    weigh(event.detail.leaf)
    leaves().forEach(mark)
    show()
  })
  form.addEventListener("submit", () => { leaving = true })
  addEventListener("pageshow", () => { leaving = false })
  addEventListener("beforeunload", (event) => {
    if (!leaving && isUnsaved()) event.preventDefault()
  })
  leaves().forEach(weigh)
  show()
}

function differs(node) {
  if (!node) return false
  if (node.tagName !== "SELECT") return node.value !== node.defaultValue
  const served = [...node.options].find((option) => option.defaultSelected) ?? node.options[0]
  return node.value !== served?.value
}

function weigh(leaf) {
  const isDirty = PARTS.some((part) => differs(field(leaf, part)))
  if (isDirty) dirty.add(leaf)
  else dirty.delete(leaf)
  mark(leaf)
}

function mark(leaf) {
  const kind = kindOf(leaf)
  leaf.querySelector("[data-changed]").hidden = !kind
  markEntry(leaf, kind !== "")
}

function kindOf(leaf) {
  const stored = leaf.dataset.uid !== ""
  const served = servedKinds.get(leaf) ?? ""
  if (leaf.classList.contains("removed")) return stored && served !== "added" ? labels.removed : ""
  if (!stored) return dirty.has(leaf) ? labels.added : ""
  if (served.includes("added")) return labels.added
  if (served || dirty.has(leaf)) return served === "moved" && !dirty.has(leaf) ? labels.moved : labels.edited
  return movedLeaves.has(leaf) ? labels.moved : ""
}

function isUnsaved() {
  if (dirty.size || movedLeaves.size || leaves().some((leaf) => leaf.classList.contains("removed"))) return true
  return [...DETAILS, ...SETTINGS].some((name) => differs(form.elements[name]))
}

function show() {
  unsaved.hidden = !isUnsaved()
  if (!button || !list) return
  leaves().forEach(listed)
  const details = list.querySelector("[data-details]")
  details.hidden = !(servedDetails || DETAILS.some((name) => differs(form.elements[name])))
  list.parentElement.querySelector("[data-no-changes]").hidden = list.querySelector("li:not([hidden])") !== null
  say(details)
}

function say(details) {
  const ticked = [...list.querySelectorAll("li:not([hidden]):not([data-details]) input:checked")].length
  const detailsToo = !details.hidden && details.querySelector("input").checked
  const nothing = !ticked && !detailsToo
  button.textContent = labels.always || (ticked ? labels.sections[ticked] : nothing ? labels.nothing : labels.details)
  button.disabled = !labels.always && nothing
}

function listed(leaf) {
  const key = leaf.dataset.uid || `new-${leaf.dataset.leaf}`
  const kind = kindOf(leaf)
  let entry = list.querySelector(`[data-uid="${key}"]`)
  if (!kind) return entry?.remove()
  entry ??= made(key)
  const [, heading, chip] = entry.querySelector("label").children
  heading.textContent = headingOf(leaf)
  chip.textContent = kind
  return entry
}

function made(key) {
  const entry = list.querySelector("[data-details]").cloneNode(true)
  delete entry.dataset.details
  entry.dataset.uid = key
  entry.hidden = false
  const [tick, offered] = entry.querySelectorAll("input")
  tick.value = offered.value = key
  tick.checked = true
  const chip = document.createElement("span")
  chip.className = "chip"
  entry.querySelector("label").append(" ", chip)
  list.querySelector("[data-details]").before(entry)
  return entry
}

