// Asking for a few words in a dialog of the page; resolves to null when it is left without an answer.

export function ask(id, values, isGood = () => true) {
  const dialog = document.getElementById(id)
  const form = dialog.querySelector("form")
  const refused = dialog.querySelector("[data-refused]")
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value
  if (refused) refused.hidden = true
  dialog.returnValue = ""
  dialog.showModal()
  return new Promise((resolve) => {
    const typed = () => Object.fromEntries(Object.keys(values).map((name) => [name, form.elements[name].value]))
    const check = (event) => {
      if (event.submitter?.value !== "ok" || isGood(typed())) return
      event.preventDefault()
      refused.hidden = false
      form.querySelector("input, textarea").focus()
    }
    form.addEventListener("submit", check)
    dialog.addEventListener("close", () => {
      form.removeEventListener("submit", check)
      const button = dialog.returnValue
      resolve(button === "ok" || button === "remove" ? { button, values: typed() } : null)
    }, { once: true })
  })
}
