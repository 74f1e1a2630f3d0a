// Follows a large decision without loading the page again and again; without a script the page reloads itself.

const EVERY_MS = 1500
const bar = document.getElementById("act")
const said = document.getElementById("act-said")

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "application/json" } })
    const { done, is_done: isDone, said: words } = await answer.json()
    bar.value = done
    said.textContent = words
    if (isDone) return location.reload()
  } catch {
    // A server that restarts is asked again.
  }
  return setTimeout(look, EVERY_MS)
}

setTimeout(look, EVERY_MS)
