// The order of leaves: by buttons and keys, and which leaves a new order has moved.

import { headingOf, leaves, renumber, stack, standing, told } from "write/leaves"
import { announce, word } from "write/words"

const served = new Map(leaves().map((leaf, place) => [leaf, place]))

export function step(leaf, by) {
  const shown = standing()
  const neighbour = shown[shown.indexOf(leaf) + by]
  // The neighbour moves, not the leaf: a node that is moved loses the focus inside it.
  if (neighbour) by < 0 ? leaf.after(neighbour) : leaf.before(neighbour)
  settled(leaf)
}

export function place(leaf, before) {
  if (before === leaf || leaf.nextElementSibling === before) return
  stack.insertBefore(leaf, before)
  settled(leaf)
}

function settled(leaf) {
  renumber()
  const shown = standing()
  announce(word("moved", { heading: headingOf(leaf), place: shown.indexOf(leaf) + 1, total: shown.length }))
  leaf.scrollIntoView({ block: "nearest" })
  told(leaf)
}

// All but a longest run of leaves that kept their order among each other: the fewest that explain the new order.
export function moved() {
  const shown = standing().filter((leaf) => served.has(leaf))
  const ends = []
  const before = new Map()
  for (const leaf of shown) {
    let at = ends.findIndex((end) => served.get(end) >= served.get(leaf))
    if (at < 0) at = ends.length
    before.set(leaf, ends[at - 1])
    ends[at] = leaf
  }
  const stayed = new Set()
  for (let leaf = ends.at(-1); leaf; leaf = before.get(leaf)) stayed.add(leaf)
  return new Set(shown.filter((leaf) => !stayed.has(leaf)))
}
