// The focal point of an image: a mark on the picture, moved by pointer or arrow keys; the number fields hold the truth.

const look = document.querySelector("[data-look][data-editable]")
const fields = { x: document.getElementById("id_focal_x"), y: document.getElementById("id_focal_y") }
const STEPS = { ArrowLeft: ["x", -0.01], ArrowRight: ["x", 0.01], ArrowUp: ["y", -0.01], ArrowDown: ["y", 0.01] }

if (look && fields.x && fields.y) {
  const frame = look.querySelector("[data-frame]")
  const mark = look.querySelector("[data-focal]")
  const at = look.querySelector("[data-at]")

  const set = (name, value) => { fields[name].value = String(Math.round(Math.min(1, Math.max(0, value)) * 100) / 100) }
  const read = (name) => { const value = Number(fields[name].value); return Number.isFinite(value) ? value : 0.5 }
  const show = () => {
    const [x, y] = [read("x") * 100, read("y") * 100]
    mark.style.left = `${x}%`
    mark.style.top = `${y}%`
    at.textContent = at.dataset.says.replace("{x}", Math.round(x)).replace("{y}", Math.round(y))
  }

  frame.addEventListener("click", (event) => {
    if (event.detail === 0) return
    const area = frame.querySelector("img").getBoundingClientRect()
    set("x", (event.clientX - area.left) / area.width)
    set("y", (event.clientY - area.top) / area.height)
    show()
    mark.focus()
  })
  mark.addEventListener("keydown", (event) => {
    const [name, step] = STEPS[event.key] ?? []
    if (!name) return
    event.preventDefault()
    set(name, read(name) + step * (event.shiftKey ? 10 : 1))
    show()
  })
  for (const field of Object.values(fields)) field.addEventListener("input", show)
  mark.hidden = false
  show()
}
