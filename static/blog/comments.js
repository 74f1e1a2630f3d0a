// Makes the reply form smoother; without this file, or wherever it fails, the plain form does everything.
const FIELDS = ["author_name", "author_email", "author_url"];
const REMEMBERED = "octavo-commenter";

// Storage can be full, blocked or absent: then nothing is kept, and nothing breaks.
const store = {
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  write(key, value) {
    try {
      if (value) localStorage.setItem(key, JSON.stringify(value));
      else localStorage.removeItem(key);
    } catch { /* not kept */ }
  },
};

const form = () => document.querySelector("form.reply");
const draftKey = () => `octavo-draft:${form().getAttribute("action")}`;
const home = document.createComment("reply form");

function say(words) {
  form().querySelector(".said").textContent = words;
}

function fill(element, value) {
  if (element && value && !element.value) element.value = value;
}

function remembering() {
  const row = form().querySelector(".checks");
  if (!row) return;
  row.hidden = false;
  const known = store.read(REMEMBERED);
  row.querySelector("[data-remember]").checked = Boolean(known);
  for (const name of FIELDS) fill(form().elements[name], known?.[name]);
}

function remember() {
  const box = form().querySelector("[data-remember]");
  if (!box) return;
  const values = Object.fromEntries(FIELDS.map((name) => [name, form().elements[name]?.value ?? ""]));
  store.write(REMEMBERED, box.checked ? values : null);
}

function titled(name) {
  const title = form().querySelector("#reply-title");
  title.textContent = name ? `${title.dataset.to} ` : title.dataset.plain;
  if (name) title.append(Object.assign(document.createElement("bdi"), { textContent: name }));
  form().querySelector(".cancel").hidden = !name;
}

// The form stands under the comment it answers; its own place is marked, so that it finds back.
function answer(link) {
  const comment = link.closest(".comment");
  if (!home.parentNode) form().before(home);
  comment.after(form());
  form().elements.to.value = link.dataset.answer;
  form().elements.section.value = "";
  titled(comment.querySelector("header bdi").textContent);
  form().elements.body.focus();
}

// The words selected in a comment, else its own words up to a sensible length, without what it quotes itself.
function quotedFrom(comment) {
  const selected = getSelection();
  if (selected?.rangeCount && comment.contains(selected.getRangeAt(0).commonAncestorContainer)) {
    const words = selected.toString().trim();
    if (words) return words;
  }
  const copy = comment.cloneNode(true);
  for (const part of copy.querySelectorAll("header, .on, .acts, blockquote")) part.remove();
  const words = copy.textContent.trim().replace(/\s+/g, " ");
  return words.length > 300 ? `${words.slice(0, 299).replace(/\s\S*$/, "")}…` : words;
}

// What is written already stays; the quote comes after it, and the writer goes on below.
function addQuote(words) {
  if (!words) return;
  const body = form().elements.body;
  const before = body.value.trimEnd();
  body.value = `${before}${before && "\n\n"}${words.replace(/^/gm, "> ")}\n\n`;
  body.setSelectionRange(body.value.length, body.value.length);
  body.dispatchEvent(new Event("input", { bubbles: true }));
}

function quote(link) {
  const comment = link.closest(".comment");
  const words = quotedFrom(comment);
  answer(comment.querySelector("[data-answer]"));
  addQuote(words);
}

// A link beside a section: the form keeps its place and says what it answers.
function answerSection(link) {
  cancel();
  form().elements.section.value = link.dataset.section;
  titled(link.dataset.heading);
  form().elements.body.focus();
}

function cancel() {
  const answered = form().elements.to.value;
  if (home.parentNode) home.replaceWith(form());
  form().elements.to.value = "";
  form().elements.section.value = "";
  titled("");
  document.querySelector(`[data-answer="${CSS.escape(answered)}"]`)?.focus();
}

// When somebody begins to write, ask for the time; a form sent faster than people type is told by it. In a flood
// the answer holds a puzzle as well, which this browser solves while its owner writes.
let proving = null;

async function noteBeginning(began = form().elements.began) {
  if (began.dataset.asked) return;
  began.dataset.asked = "1";
  try {
    const response = await fetch(began.form.dataset.time, { cache: "no-store", credentials: "same-origin" });
    if (!response.ok) return;
    const told = await response.json();
    began.value ||= told.began;
    if (told.challenge && form()) proving = prove(told.challenge);
  } catch { /* no evidence, which counts neither way */ }
}

async function prove(challenge) {
  const address = form().dataset.prove;
  try {
    const { solve } = await import(address);
    form().elements.proof.value = await solve(challenge);
  } catch { /* sent without: it waits, or is asked to come back */ }
}

async function proven() {
  if (!proving) return;
  if (!form().elements.proof.value) say(form().querySelector(".said").dataset.proving);
  await proving;
  proving = null;
}

function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html").body;
}

function showMistakes(html) {
  const fresh = parsed(html).querySelector("form.reply");
  if (!fresh) return false;
  const box = form().querySelector("[data-remember]");
  form().replaceWith(fresh);
  remembering();
  if (box && form().querySelector("[data-remember]")) form().querySelector("[data-remember]").checked = box.checked;
  say(form().querySelector(".said").dataset.failed);
  (form().querySelector("[aria-invalid=true]") ?? form().querySelector(".mistakes"))?.focus();
  return true;
}

function list() {
  const found = document.querySelector(".thread");
  if (found) return found;
  const made = Object.assign(document.createElement("ol"), { className: "thread" });
  (home.parentNode ? home : form()).before(made);
  return made;
}

function showSent(html) {
  const item = parsed(`<ol>${html}</ol>`).querySelector("li");
  const answered = form().elements.to.value && form().closest("li");
  if (answered) {
    let replies = answered.querySelector(":scope > ol");
    if (!replies) answered.append(replies = document.createElement("ol"));
    replies.append(item);
  } else list().append(item);
  form().elements.body.value = "";
  form().elements.began.value = form().elements.proof.value = "";
  delete form().elements.began.dataset.asked;
  form().querySelector(".mistakes")?.remove();
  for (const field of form().querySelectorAll(".is-invalid")) {
    field.classList.remove("is-invalid");
    field.removeAttribute("aria-invalid");
  }
  for (const error of form().querySelectorAll(".invalid-feedback")) error.remove();
  if (form().elements.to.value || form().elements.section.value) cancel();
  say(form().querySelector(".said").dataset.sent);
  item.focus();
}

function posted(sent) {
  say(sent.querySelector(".said").dataset.sending);
  return fetch(sent.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(sent)),
    headers: { "X-Requested-With": "fetch" },
    credentials: "same-origin",
  });
}

async function send(event) {
  event.preventDefault();
  const sent = event.target;
  const button = sent.querySelector("[type=submit]");
  if (button.getAttribute("aria-disabled")) return;
  button.setAttribute("aria-disabled", "true");
  remember();
  try {
    await proven();
    let response = await posted(sent);
    if (response.status === 503 && !sent.elements.proof.value) {
      // Nothing was wrong with it: too much comes in, and a proof may let it pass.
      delete sent.elements.began.dataset.asked;
      await noteBeginning();
      await proven();
      if (sent.elements.proof.value) response = await posted(sent);
    }
    const html = await response.text();
    if (response.status === 201) {
      store.write(draftKey(), null);
      showSent(html);
    } else if (!showMistakes(html)) throw new Error("not a form");
  } catch {
    // A second post of the same text is the same comment, so sending again is safe.
    sent.submit();
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

if (form()) {
  remembering();
  const draft = store.read(draftKey());
  const quotes = /[?&]quote=/.test(location.search) && form().elements.body.defaultValue;
  // A draft is never lost to a quote: it goes first.
  if (draft && quotes && !draft.includes(quotes.trim())) {
    form().elements.body.value = draft;
    addQuote(quotes.trim().replace(/^> /gm, ""));
  }
  fill(form().elements.body, draft);
  document.addEventListener("submit", (event) => event.target === form() && send(event));
  document.addEventListener("focusin", (event) => form().contains(event.target) && noteBeginning());
  document.addEventListener("input", (event) => {
    if (event.target.form === form() && event.target.name === "body") store.write(draftKey(), event.target.value);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-answer], [data-quote], [data-section], [data-cancel]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.dataset.answer) answer(link);
    else if ("quote" in link.dataset) quote(link);
    else if (link.dataset.section) answerSection(link);
    else if (home.parentNode || link.pathname === location.pathname) cancel();
    else return;
    event.preventDefault();
  });
}

const reporting = document.querySelector("form.report");
reporting?.addEventListener("focusin", () => noteBeginning(reporting.elements.began));

// A plain post ends at the receipt; only somebody who comes from our own form has a draft to be done with.
const receipt = document.querySelector("[data-sent-to]");
if (receipt && document.referrer.startsWith(`${location.origin}/`)) {
  store.write(`octavo-draft:${receipt.dataset.sentTo}`, null);
}
