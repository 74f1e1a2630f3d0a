// Fetches later replies into the list, and a section's replies under the section; without this file, or wherever it
// fails, the links lead to pages of their own.
const isPlain = (event) => event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

async function fetched(link) {
  const response = await fetch(link.href, { credentials: "same-origin" });
  if (!response.ok) throw new Error(response.status);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

function say(words) {
  const status = document.querySelector(".comments > [role=status]");
  if (status) status.textContent = words;
}

// What is on the page already (a cursor may lead back, a comment may be shown alone) is not shown twice.
function fresh(page) {
  return [...page.querySelectorAll(".thread > li")].filter((item) => {
    const comment = item.querySelector(".comment");
    return !comment || !document.getElementById(comment.id);
  });
}

async function more(link) {
  const page = await fetched(link);
  const items = fresh(page);
  const words = document.querySelector(".comments > [role=status]").dataset;
  document.querySelector(".comments > .thread").append(...items);
  const next = page.querySelector("[data-more]");
  if (next) link.href = next.href;
  else link.remove();
  const shown = items.filter((item) => !item.classList.contains("rest")).length;
  say(shown === 1 ? words.one : `${words.many} ${shown}`);
  if (items.length) {
    items[0].tabIndex = -1;
    items[0].focus();
  }
}

// The same comments stand in the thread below, so here they bear no ids, and their dates lead to their permalinks.
function copied(page) {
  const list = page.querySelector(".thread");
  for (const comment of list.querySelectorAll(".comment")) {
    comment.querySelector(".when").href = `/comments/${comment.id.slice(1)}/`;
    comment.removeAttribute("id");
  }
  for (const link of list.querySelectorAll(".on a[href^='#c']")) link.href = `/comments/${link.hash.slice(2)}/`;
  const turn = page.querySelector(".turn");
  if (turn) turn.querySelector("[data-more]")?.removeAttribute("data-more");
  return turn ? [list, turn] : [list];
}

async function talk(link) {
  const section = link.closest("section");
  let box = section.querySelector(".talk");
  if (box) box.hidden = !box.hidden;
  else {
    const parts = copied(await fetched(link));
    box = Object.assign(document.createElement("div"), { className: "talk", tabIndex: -1 });
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", link.textContent);
    box.append(...parts);
    link.closest(".section-talk").after(box);
  }
  link.setAttribute("aria-expanded", String(!box.hidden));
  if (!box.hidden) box.focus();
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("[data-more], [data-talk]");
  if (!link || !isPlain(event)) return;
  event.preventDefault();
  if (link.getAttribute("aria-busy")) return;
  link.setAttribute("aria-busy", "true");
  try {
    await ("more" in link.dataset ? more(link) : talk(link));
  } catch {
    location.assign(link.href);
  } finally {
    link.removeAttribute("aria-busy");
  }
});
