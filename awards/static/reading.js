// Reading an entry and a receipt: the pane of the entry ends above the foot and says while it goes on below, and the
// fingerprint can be copied.

const more = document.querySelector("[data-more]");
const pane = more.closest(".sheet-entry");
const rest = () => pane.scrollHeight - pane.clientHeight - pane.scrollTop;
const look = () => (more.hidden = rest() < 40);
pane.addEventListener("scroll", look, { passive: true });
new ResizeObserver(look).observe(pane);
const foot = document.querySelector(".sheet-foot");
const fit = () => {
  document.documentElement.style.setProperty("--foot", `${foot?.offsetHeight ?? 0}px`);
  // A foot that has grown must not lie on the box that is typed in.
  const box = document.activeElement;
  if (box?.matches("textarea")) box.scrollIntoView({ block: "nearest" });
};
if (foot) new ResizeObserver(fit).observe(foot);
else fit();
more.addEventListener("click", () => pane.scrollBy({ top: pane.clientHeight * 0.8, behavior: "smooth" }));

const copy = document.querySelector("[data-copy]");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(copy.dataset.copy);
    copy.textContent = copy.dataset.done;
  });
}
