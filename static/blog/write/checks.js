// What the checks say of a section, kept true while somebody types. Nothing is stored by asking.

import { field, form, headingOf, stack } from "write/leaves"
import { announce, word } from "write/words"

const WAIT_MS = 900
const PARTS = ["uid", "heading", "body", "figure", "figure_alt", "figure_caption", "pasted"]
const MOST_PASTED = 200_000
const waiting = new WeakMap()

export function listen() {
  stack.addEventListener("input", (event) => later(event.target.closest("[data-leaf]")))
  stack.addEventListener("change", (event) => later(event.target.closest("[data-leaf]")))
  stack.addEventListener("leaf:pasted", ({ target, detail }) => {
    const pasted = target.querySelector("[data-pasted]")
    if (/style|hidden|noscript|marquee|color/i.test(detail.html)) {
      pasted.value = (pasted.value + detail.html).slice(0, MOST_PASTED)
    }
  })
}

function later(leaf) {
  if (!leaf) return
  const state = waiting.get(leaf) ?? {}
  clearTimeout(state.timer)
  state.timer = setTimeout(() => look(leaf, state), WAIT_MS)
  waiting.set(leaf, state)
}

async function look(leaf, state) {
  state.asked?.abort()
  state.asked = new AbortController()
  try {
    const answer = await fetch(form.dataset.checkUrl, { method: "POST", body: typed(leaf), signal: state.asked.signal })
    if (answer.status === 200 && !answer.redirected) show(leaf, await answer.text())
  } catch {
    // Away, or overtaken by what was typed since: the next pause asks again, and saving does too.
  }
}

function typed(leaf) {
  const data = new FormData()
  data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value)
  data.set("article", form.dataset.article)
  for (const part of PARTS) data.set(part, field(leaf, part)?.value ?? "")
  return data
}

function show(leaf, html) {
  const place = leaf.querySelector("[data-findings]")
  const before = place.querySelectorAll(".finding").length
  const wasOpen = place.querySelector("details")?.open
  // Somebody who is reading or pressing a finding keeps what stands there.
  if (place.contains(document.activeElement)) return
  place.innerHTML = html
  const details = place.querySelector("details")
  if (details && wasOpen !== undefined) details.open = wasOpen || details.classList.contains("blocking")
  const number = place.querySelectorAll(".finding").length
  const chip = leaf.querySelector("[data-found]")
  chip.hidden = number === 0
  chip.textContent = word("found", { number })
  chip.classList.toggle("bad", Boolean(place.querySelector(".blocks")))
  if (number !== before) announce(`${headingOf(leaf)}: ${word("found", { number })}`)
}
