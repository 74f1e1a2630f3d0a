// Marks in the contents where the reader is, and lets a section's mark jump without loading the page again.
const links = new Map();
for (const link of document.querySelectorAll(".contents a")) {
  const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (section) links.set(section, link);
}

const markCurrent = () => {
  const reached = [...links.keys()].filter((section) => section.getBoundingClientRect().top < innerHeight * 0.4);
  const current = reached.at(-1);
  for (const [section, link] of links) {
    if (section === current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
};

// Called only when a section crosses the line two fifths down the window, not on every scroll.
const line = new IntersectionObserver(markCurrent, { rootMargin: "0px 0px -60% 0px" });
for (const section of links.keys()) line.observe(section);

document.addEventListener("click", (event) => {
  const mark = event.target.closest?.("a.mark");
  const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!mark || !isPlain) return;
  event.preventDefault();
  location.hash = mark.closest("section").id;
});
