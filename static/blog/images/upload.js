// Sending pictures one by one, so that each has its own progress and its own answer.

export class UploadBox {
  constructor(box, { onStored = () => {}, isLinked = true } = {}) {
    Object.assign(this, { box, onStored, isLinked, queue: [], stored: 0, refused: 0, isBusy: false })
    this.input = box.querySelector("input[type=file]")
    this.results = box.querySelector("[data-results]")
    this.summary = box.querySelector("[data-summary]")
    this.input.addEventListener("change", () => {
      this.take(this.input.files)
      this.input.value = ""
    })
  }

  // Accept drops and pasted pictures anywhere in `area`.
  listen(area) {
    area.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return
      event.preventDefault()
      this.box.classList.add("over")
    })
    area.addEventListener("dragleave", () => this.box.classList.remove("over"))
    area.addEventListener("drop", (event) => {
      this.box.classList.remove("over")
      if (!event.dataTransfer?.files.length) return
      event.preventDefault()
      this.take(event.dataTransfer.files)
    })
    area.addEventListener("paste", (event) => {
      if (!event.clipboardData?.files.length) return
      event.preventDefault()
      this.take(event.clipboardData.files)
    })
    return this
  }

  take(files) {
    this.queue.push(...[...files].map((file) => ({ file, line: this.line(file.name) })))
    if (!this.isBusy) this.work()
  }

  async work() {
    this.isBusy = true
    while (this.queue.length) {
      const { file, line } = this.queue.shift()
      const answer = await send(file, this, line.querySelector("progress"))
      this.show(line, file, answer)
    }
    this.isBusy = false
  }

  line(name) {
    const line = document.createElement("li")
    const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 })
    bar.setAttribute("aria-label", this.word("sending", { name }))
    line.append(name, " ", bar)
    this.results.append(line)
    return line
  }

  show(line, file, { stored = [], refused = [] }) {
    this.stored += stored.length
    this.refused += refused.length
    line.classList.toggle("refused", refused.length > 0)
    line.replaceChildren(...stored.flatMap((image) => this.entry(image)), ...refused.map((no) => `${file.name}: ${no.reason}`))
    const said = [this.word("stored", { number: this.stored }), this.refused && this.word("refused", { number: this.refused })]
    this.summary.textContent = said.filter(Boolean).join(", ")
    for (const image of stored) this.onStored(image)
  }

  entry(image) {
    const picture = Object.assign(document.createElement("img"), { src: image.url, alt: "" })
    if (!this.isLinked) return [picture, image.title]
    const link = Object.assign(document.createElement("a"), { href: image.page, textContent: `${image.title} · ${this.word("describe")}` })
    return [picture, link]
  }

  word(key, facts = {}) {
    const said = this.box.querySelector("[data-upload-words]").content.querySelector(`[data-key="${key}"]`).textContent
    return said.replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole)
  }
}

function send(file, upload, bar) {
  const { url, maxBytes } = upload.box.dataset
  const no = (key) => ({ refused: [{ name: file.name, reason: upload.word(key) }] })
  if (file.size > Number(maxBytes)) return Promise.resolve(no("tooLarge"))
  const data = new FormData()
  data.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value)
  data.append("files", file)
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total })
    request.addEventListener("load", () => resolve(answer(request) ?? no("signedOut")))
    request.addEventListener("error", () => resolve(no("lost")))
    request.open("POST", url)
    request.setRequestHeader("Accept", "application/json")
    request.send(data)
  })
}

function answer(request) {
  if (request.status !== 200 || !request.getResponseHeader("Content-Type")?.includes("json")) return null
  return JSON.parse(request.responseText)
}
