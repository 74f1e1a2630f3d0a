// What the editor knows beyond its stock: footnotes, captions and scopes of tables, framed blocks, sources of quotes.

import { Blockquote, Mark, Node, Table, TableHeader } from "django-prose-editor/editor"

// A footnote stands in the text where it is called. Outermost of all marks, so that a link in it does not cut it in two.
export const Footnote = Mark.create({
  name: "footnote",
  priority: 2000,
  inclusive: false,
  parseHTML: () => [{ tag: "span.footnote" }],
  renderHTML: () => ["span", { class: "footnote" }, 0],
})

export const CaptionedTable = Table.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      caption: {
        default: null,
        parseHTML: (table) => table.querySelector(":scope > caption")?.textContent.trim() || null,
        renderHTML: ({ caption }) => (caption ? { "data-caption": caption } : {}),
      },
    }
  },
  parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],
  renderHTML({ node }) {
    const { caption } = node.attrs
    return caption ? ["table", {}, ["caption", {}, caption], ["tbody", 0]] : ["table", {}, ["tbody", 0]]
  },
})

export const ScopedHeader = TableHeader.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      scope: {
        default: null,
        parseHTML: (cell) => cell.getAttribute("scope"),
        renderHTML: ({ scope }) => (scope ? { scope } : {}),
      },
    }
  },
})

export const SourcedQuote = Blockquote.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      cite: {
        default: null,
        parseHTML: (quote) => quote.getAttribute("cite"),
        renderHTML: ({ cite }) => (cite ? { cite } : {}),
      },
    }
  },
})

// Figures in a body (a framed table, a captioned listing) come from imports; they are kept, not made here.
export const Frame = Node.create({
  name: "frame",
  group: "block",
  content: "block+ frameCaption?",
  parseHTML: () => [{ tag: "figure" }],
  renderHTML: () => ["figure", {}, 0],
})

export const FrameCaption = Node.create({
  name: "frameCaption",
  content: "inline*",
  parseHTML: () => [{ tag: "figcaption" }],
  renderHTML: () => ["figcaption", {}, 0],
})
