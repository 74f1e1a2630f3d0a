// The desk by keyboard: a current row, single keys, decisions that leave the page where it is.
// Every act is a button or a form of the page, which the server serves without this script too.

const VERBS = { a: "approve", s: "spam", d: "trash", e: "restore" }
const line = document.getElementById("desk-keys-line")
const panel = document.getElementById("desk-why")
const live = document.getElementById("desk-said")
const help = document.getElementById("desk-keys")
const undoForm = document.querySelector("form.undo")
const decided = []
let current = null
let busy = Promise.resolve()
let reading = null

const list = () => document.getElementById("result_list")
const rows = () => [...(list()?.tBodies[0].rows ?? [])]
const box = (row) => row.querySelector("input.action-select")
const chosen = () => rows().filter((row) => box(row)?.checked)

function say(words) {
  // The same sentence twice in a row is read twice only if the region was empty in between.
  live.textContent = ""
  requestAnimationFrame(() => {
    live.textContent = words
  })
}

function make(row, { focus = true } = {}) {
  current?.removeAttribute("aria-current")
  current?.setAttribute("tabindex", "-1")
  current = row
  if (!row) return
  row.setAttribute("aria-current", "true")
  row.tabIndex = 0
  if (focus) {
    row.focus({ preventScroll: true })
    row.scrollIntoView({ block: "nearest" })
  }
  explain(row)
}

async function explain(row) {
  reading?.abort()
  reading = new AbortController()
  try {
    const answer = await fetch(row.dataset.why, { signal: reading.signal })
    if (!answer.ok || row !== current) return
    const words = await answer.text()
    if (row !== current) return
    panel.innerHTML = words
    panel.dataset.pk = row.dataset.pk
    panel.hidden = false
  } catch (error) {
    if (error.name !== "AbortError") panel.hidden = true
  }
}

async function post(address, fields) {
  const body = fields instanceof FormData ? fields : new FormData()
  if (!(fields instanceof FormData)) for (const [name, value] of fields) body.append(name, value)
  if (!body.has("csrfmiddlewaretoken")) {
    body.append("csrfmiddlewaretoken", undoForm.elements.csrfmiddlewaretoken.value)
  }
  const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } })
  if (!answer.ok) throw new Error(answer.status)
  return answer.json()
}

// One act after another: the second finds the rows as the first left them.
function queue(act) {
  busy = busy.then(act).catch(() => say(line.dataset.failed))
  return busy
}

function offerUndo(words, decision) {
  undoForm.hidden = !decision
  undoForm.dataset.undo = decision ?? ""
  if (!decision) return
  undoForm.action = list() ? list().dataset.undo.replace("/undo/0/", `/undo/${decision}/`) : undoForm.action
  undoForm.querySelector("[data-said]").textContent = words
  undoForm.querySelector("[data-label]").textContent = line.dataset.undo
}

function count(change) {
  const open = document.querySelector(".tabs [aria-current] span")
  if (open) open.textContent = Math.max(0, Number(open.textContent) + change)
}

function leave(gone, answer) {
  const left = rows().filter((row) => gone.includes(Number(row.dataset.pk)))
  const places = left.map((row) => ({ row, before: row.nextElementSibling }))
  const all = rows()
  const at = all.indexOf(current)
  const stay = all.filter((row) => !left.includes(row))
  const next = all.slice(at).find((row) => stay.includes(row)) ?? stay.at(-1) ?? null
  left.forEach((row) => {
    if (box(row)) box(row).checked = false
    row.remove()
  })
  count(-left.length)
  if (answer.decision) decided.push({ decision: answer.decision, places, said: answer.said })
  return next
}

async function settle(answer) {
  if (answer.goto) return location.assign(answer.goto)
  const next = answer.gone.length ? leave(answer.gone, answer) : current
  offerUndo(answer.said, answer.decision)
  if (next) make(next)
  else await refill()
  return say(next ? answer.said : `${answer.said} ${rows().length ? "" : line.dataset.empty}`)
}

async function refill() {
  const answer = await fetch(location.href)
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  const fresh = page.querySelector("#result_list tbody")
  if (fresh?.rows.length) {
    list().tBodies[0].replaceWith(fresh)
    return make(rows()[0])
  }
  panel.hidden = true
  make(null)
  undoForm.querySelector("button").focus()
  return null
}

function decide(verb, about) {
  const pks = about.map((row) => row.dataset.pk)
  if (!about.length || !about[0].querySelector(`button[value="${verb}"]`)) return
  queue(async () => {
    const fields = [["verb", verb], ...pks.map((pk) => ["_selected_action", pk])]
    await settle(await post(list().dataset.decide, fields))
  })
}

function putBack(places) {
  places.toReversed().forEach(({ row, before }) => {
    const body = list().tBodies[0]
    body.insertBefore(row, before?.isConnected ? before : null)
  })
  count(places.length)
}

function undo() {
  queue(async () => {
    const last = decided.pop()
    const decision = last?.decision ?? undoForm.dataset.undo
    if (!decision) return say(line.dataset.nothing)
    const answer = await post(list().dataset.undo.replace("/undo/0/", `/undo/${decision}/`), [])
    if (answer.goto) return location.assign(answer.goto)
    if (!last) return location.reload()
    putBack(last.places)
    offerUndo(decided.at(-1)?.said, decided.at(-1)?.decision)
    if (last.places.length) make(last.places[0].row)
    return say(answer.said)
  })
}

async function reply(form) {
  const answer = await post(form.action, new FormData(form))
  const problem = form.querySelector(".errorlist")
  problem.hidden = !answer.problem
  if (!answer.problem) return settle(answer)
  problem.textContent = answer.problem
  form.elements.body.setAttribute("aria-invalid", "true")
  form.elements.body.setAttribute("aria-describedby", problem.id)
  form.elements.body.focus()
  return say(answer.problem)
}

function step(by) {
  const all = rows()
  const at = all.indexOf(current)
  const row = all[Math.min(Math.max(at + by, 0), all.length - 1)]
  if (row) make(row)
}

function select() {
  if (!current || !box(current)) return
  box(current).click()
  say(box(current).checked ? line.dataset.selected : line.dataset.unselected)
}

async function beginReply() {
  if (!current) return
  if (panel.dataset.pk !== current.dataset.pk) await explain(current)
  panel.querySelector("textarea")?.focus()
}

const ACTS = {
  j: () => step(current ? 1 : 0),
  k: () => step(-1),
  x: select,
  r: beginReply,
  z: undo,
  "?": () => help.showModal(),
}

function isTyping(target) {
  return target.closest("textarea, select, [contenteditable], input:not([type=checkbox]), dialog")
}

function press(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return
  if (event.key === "Escape" && current && panel.contains(event.target)) return current.focus()
  if (isTyping(event.target)) return
  const key = event.key.toLowerCase()
  const act = ACTS[key] ?? (VERBS[key] && (() => decide(VERBS[key], chosen().length ? chosen() : [current].filter(Boolean))))
  if (!act) return
  event.preventDefault()
  act()
}

function start() {
  document.body.classList.add("keys")
  line.hidden = false
  rows().forEach((row) => row.setAttribute("tabindex", "-1"))
  if (rows().length) make(rows()[0], { focus: false })
  document.addEventListener("keydown", press)
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=verb]")
    const row = event.target.closest("#result_list tbody tr")
    if (event.target.closest("[data-keys]")) help.showModal()
    if (!row) return
    if (row !== current) make(row, { focus: false })
    if (!button) return
    event.preventDefault()
    decide(button.value, [row])
  })
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("#result_list tbody tr")
    if (row && row !== current) make(row, { focus: false })
  })
  panel.addEventListener("submit", (event) => {
    if (!event.target.matches("form.reply")) return
    event.preventDefault()
    queue(() => reply(event.target))
  })
  undoForm.addEventListener("submit", (event) => {
    if (!decided.length || !list()) return
    event.preventDefault()
    undo()
  })
}

if (line) start()
