// Marks in the contents where the reader is, and lets a section's mark jump without loading the page again.
const links = new Map();
for (const link of document.querySelectorAll(".contents a")) {
  const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (section) links.set(section, link);
}

const show = (current) => {
  for (const [section, link] of links) {
    if (section === current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
};

const seen = new Set();
const watch = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) isIntersecting ? seen.add(target) : seen.delete(target);
  const current = [...links.keys()].find((section) => seen.has(section));
  if (current) show(current);
}, { rootMargin: "-12% 0px -60% 0px" });
for (const section of links.keys()) watch.observe(section);

document.addEventListener("click", (event) => {
  const mark = event.target.closest?.("a.mark");
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!mark || !plain) return;
  event.preventDefault();
  location.hash = mark.closest("section").id;
});
