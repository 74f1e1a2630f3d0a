// The words of the page's scripts, translated by the server and kept in a template.

const source = document.querySelector("[data-words-of]")

export function word(key, facts = {}) {
  const said = source?.content.querySelector(`[data-key="${key}"]`)?.textContent ?? key
  return said.replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole)
}

export function announce(text) {
  document.querySelector("[data-announce]").textContent = text
}
