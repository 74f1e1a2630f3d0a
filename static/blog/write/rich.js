// The rich-text editor of a leaf, mounted when the leaf is first opened. The textarea stays the field that is posted;
// the server cleans what it holds, so nothing here is a defence.

import * as prose from "django-prose-editor/editor"
import * as blocks from "write/blocks"
import { toolbar } from "write/toolbar"
import { word } from "write/words"

const editors = new WeakMap()

export function mount(leaf) {
  const area = leaf.querySelector("[data-body]")
  if (editors.has(area)) return editors.get(area)
  const frame = document.createElement("div")
  frame.className = "rich"
  area.before(frame)
  frame.append(area)
  const editor = new prose.Editor({
    element: frame,
    extensions: extensions(),
    content: area.value,
    injectCSS: false,
    editorProps: { attributes: named(leaf), transformPastedHTML: (html) => arriving(leaf, html) },
    onUpdate: () => write(area, editor),
  })
  frame.prepend(toolbar(editor, { html: () => toggleSource(leaf, frame, editor, area) }))
  editors.set(area, editor)
  return editor
}

function named(leaf) {
  const heading = leaf.querySelector(".heading").value.trim()
  const label = heading ? `${word("text")}: ${heading}` : word("text")
  return { role: "textbox", "aria-multiline": "true", "aria-label": label, class: "prose" }
}

// What was hidden where the text comes from is lost with its styles: whoever checks sees it as it came.
function arriving(leaf, html) {
  leaf.dispatchEvent(new CustomEvent("leaf:pasted", { bubbles: true, detail: { html } }))
  return withoutStyles(html)
}

// The policy of the admin forbids inline styles even in text that is only being parsed, so they go before that.
function withoutStyles(html) {
  const bare = html.replace(/<(style|script)\b[^]*?<\/\1\s*>/gi, "")
  return bare.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on\w+)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, ""))
}

function write(area, editor) {
  area.value = editor.isEmpty ? "" : editor.getHTML()
  area.dispatchEvent(new Event("input", { bubbles: true }))
}

function toggleSource(leaf, frame, editor, area) {
  const showsSource = frame.classList.toggle("source")
  if (showsSource) area.focus()
  else if (area.value !== editor.getHTML()) editor.commands.setContent(area.value, { emitUpdate: true })
  return showsSource
}

function extensions() {
  return [
    prose.Document, prose.Paragraph, prose.Text, prose.HardBreak, prose.History, prose.Dropcursor, prose.Gapcursor,
    prose.Heading.configure({ levels: [3, 4] }),
    prose.Bold, prose.Italic, prose.Strike, prose.Subscript, prose.Superscript, prose.Code, prose.CodeBlock,
    prose.BulletList, prose.OrderedList, prose.ListItem, prose.HorizontalRule,
    blocks.SourcedQuote, blocks.CaptionedTable, prose.TableRow, prose.TableCell, blocks.ScopedHeader,
    blocks.Footnote, blocks.Frame, blocks.FrameCaption,
    prose.Link.extend({ addKeyboardShortcuts: () => ({}), addMenuItems: null }).configure({
      openOnClick: false, autolink: true, linkOnPaste: true, enableTarget: false, defaultProtocol: "https",
    }),
    shortcuts(),
  ]
}

function shortcuts() {
  return prose.Extension.create({
    name: "writeShortcuts",
    addKeyboardShortcuts() {
      const press = (name) => () => {
        this.editor.options.element.querySelector(`[data-tool="${name}"]`)?.click()
        return true
      }
      return { "Mod-k": press("link"), "Mod-Alt-f": press("note") }
    },
  })
}
