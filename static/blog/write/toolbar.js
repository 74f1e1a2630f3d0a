// The formatting toolbar: words, not icons; one stop for the Tab key, arrows inside.

import { ask } from "write/ask"
import { word } from "write/words"

const ADDRESS = /^(https?:\/\/[^\s/?#]|mailto:[^\s]|tel:[^\s]|\/(?!\/)|#)/i
const chain = (editor) => editor.chain().focus()
const mark = (name, type) => ({
  name, active: (e) => e.isActive(type), run: (e) => chain(e).toggleMark(type).run(),
})
const inTable = (name, command) => ({
  name, shown: (e) => e.isActive("table"), run: (e) => chain(e)[command]().run(),
})

const TOOLS = [
  [
    mark("bold", "bold"), mark("italic", "italic"),
    { name: "link", active: (e) => e.isActive("link"), run: askLink },
    { name: "note", active: (e) => e.isActive("footnote"), run: askNote },
  ],
  [
    { name: "h3", active: (e) => e.isActive("heading", { level: 3 }), run: (e) => chain(e).toggleHeading({ level: 3 }).run() },
    { name: "h4", active: (e) => e.isActive("heading", { level: 4 }), run: (e) => chain(e).toggleHeading({ level: 4 }).run() },
    { name: "quote", active: (e) => e.isActive("blockquote"), run: (e) => chain(e).toggleBlockquote().run() },
    { name: "list", active: (e) => e.isActive("bulletList"), run: (e) => chain(e).toggleBulletList().run() },
    { name: "numbers", active: (e) => e.isActive("orderedList"), run: (e) => chain(e).toggleOrderedList().run() },
  ],
  [
    mark("code", "code"),
    { name: "codeBlock", active: (e) => e.isActive("codeBlock"), run: (e) => chain(e).toggleCodeBlock().run() },
    { name: "table", run: (e) => chain(e).insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run() },
    mark("strike", "strike"), mark("sub", "subscript"), mark("sup", "superscript"),
    { name: "rule", run: (e) => chain(e).setHorizontalRule().run() },
  ],
  [
    inTable("addRow", "addRowAfter"), inTable("addColumn", "addColumnAfter"), inTable("deleteRow", "deleteRow"),
    inTable("deleteColumn", "deleteColumn"), inTable("headerRow", "toggleHeaderRow"),
    { name: "caption", shown: (e) => e.isActive("table"), run: askCaption }, inTable("deleteTable", "deleteTable"),
  ],
  [
    { name: "undo", enabled: (e) => e.can().undo(), run: (e) => chain(e).undo().run() },
    { name: "redo", enabled: (e) => e.can().redo(), run: (e) => chain(e).redo().run() },
    { name: "html", toggles: true },
  ],
]

export function toolbar(editor, actions) {
  const bar = document.createElement("div")
  bar.className = "tools-rich"
  bar.setAttribute("role", "toolbar")
  bar.setAttribute("aria-label", word("toolbar"))
  const made = TOOLS.flatMap((group) => {
    const box = document.createElement("span")
    box.className = "tool-group"
    bar.append(box)
    return group.map((tool) => [tool, button(tool, editor, box, actions)])
  })
  const update = () => made.forEach(([tool, node]) => show(tool, node, editor))
  editor.on("transaction", update)
  update()
  rove(bar)
  return bar
}

function button(tool, editor, box, actions) {
  const node = document.createElement("button")
  node.type = "button"
  node.dataset.tool = tool.name
  node.textContent = word(tool.name)
  node.addEventListener("click", () => {
    if (!tool.toggles) return tool.run(editor)
    return node.setAttribute("aria-pressed", String(actions[tool.name]()))
  })
  box.append(node)
  return node
}

function show(tool, node, editor) {
  if (tool.active) node.setAttribute("aria-pressed", String(tool.active(editor)))
  if (tool.shown) node.hidden = !tool.shown(editor)
  if (tool.enabled) node.setAttribute("aria-disabled", String(!tool.enabled(editor)))
}

function rove(bar) {
  const nodes = () => [...bar.querySelectorAll("button:not([hidden])")]
  const stop = (node) => bar.querySelectorAll("button").forEach((each) => { each.tabIndex = each === node ? 0 : -1 })
  stop(nodes()[0])
  bar.addEventListener("focusin", (event) => stop(event.target))
  bar.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key] * (document.dir === "rtl" ? -1 : 1)
    if (!by) return
    event.preventDefault()
    const all = nodes()
    all[(all.indexOf(document.activeElement) + by + all.length) % all.length].focus()
  })
}

async function askLink(editor) {
  const { href = "" } = editor.getAttributes("link")
  const answer = await ask("ask-link", { href }, ({ href: typed }) => !typed.trim() || ADDRESS.test(withScheme(typed)))
  if (!answer) return editor.commands.focus()
  const address = withScheme(answer.values.href)
  const range = chain(editor).extendMarkRange("link")
  if (answer.button === "remove" || !address) return range.unsetLink().run()
  if (editor.state.selection.empty && !editor.isActive("link")) {
    return chain(editor).insertContent({ type: "text", text: address, marks: [{ type: "link", attrs: { href: address } }] }).run()
  }
  return range.setLink({ href: address }).run()
}

function withScheme(typed) {
  const address = typed.trim()
  return /^[\w-]+(\.[\w-]+)+([/?#].*)?$/.test(address) ? `https://${address}` : address
}

async function askNote(editor) {
  if (editor.isActive("footnote")) return chain(editor).extendMarkRange("footnote").unsetMark("footnote").run()
  if (!editor.state.selection.empty) return chain(editor).setMark("footnote").run()
  const answer = await ask("ask-note", { text: "" })
  const text = answer?.values.text.replace(/\s+/g, " ").trim()
  if (!text) return editor.commands.focus()
  return chain(editor).insertContent({ type: "text", text, marks: [{ type: "footnote" }] }).unsetMark("footnote").run()
}

async function askCaption(editor) {
  const answer = await ask("ask-caption", { text: editor.getAttributes("table").caption ?? "" })
  if (!answer) return editor.commands.focus()
  return chain(editor).updateAttributes("table", { caption: answer.values.text.trim() || null }).run()
}
