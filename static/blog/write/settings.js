// Small comforts of the details: a title that grows, a live count, tags suggested as they are typed.

import { word } from "write/words"

const form = document.getElementById("article_form")

export function listen() {
  growTitle()
  countDescription()
  suggestTags()
}

function growTitle() {
  const title = form.elements.title
  const fit = () => {
    title.style.blockSize = "auto"
    title.style.blockSize = `${title.scrollHeight}px`
  }
  title.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault()
  })
  // Measuring lays the whole page out, so only where the stylesheet cannot say it.
  if (CSS.supports("field-sizing", "content")) return
  title.addEventListener("input", fit)
  addEventListener("resize", fit)
  fit()
}

function countDescription() {
  const box = form.querySelector("[data-count]")
  const area = box.querySelector("textarea")
  const said = box.querySelector("[data-counted]")
  area.addEventListener("input", () => {
    said.textContent = word("counted", { number: area.value.length, best: box.dataset.count })
    said.classList.toggle("bad", area.value.length > Number(box.dataset.count))
  })
}

function suggestTags() {
  const known = JSON.parse(document.getElementById("write-tags").textContent)
  const field = form.querySelector("[data-tags] input")
  const list = document.createElement("datalist")
  list.id = "known-tags"
  field.after(list)
  field.setAttribute("list", list.id)
  field.autocomplete = "off"
  field.addEventListener("input", () => {
    const typed = field.value.split(",")
    const start = typed.pop().trim().toLocaleLowerCase()
    const before = typed.map((name) => name.trim()).filter(Boolean)
    const fitting = known.filter((name) => name.toLocaleLowerCase().startsWith(start) && !before.includes(name))
    list.replaceChildren(...(start ? fitting.slice(0, 8) : []).map((name) => {
      const option = document.createElement("option")
      option.value = [...before, name].join(", ")
      return option
    }))
  })
}
