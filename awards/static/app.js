// What every page shares: wide tables say that they scroll, the focus goes to the error summary, menus close, unsent text of entries goes at sign-out.
document.querySelector("[data-focus]")?.focus();

const menus = document.querySelectorAll("[data-menu]");
document.addEventListener("click", (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (menu.open && menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
});

document.querySelector("[data-sign-out]")?.addEventListener("submit", () => {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("tahkim:")) sessionStorage.removeItem(key);
});

// On a narrow screen tabs scroll: the page's own one is in sight.
const strip = document.querySelector(".tabs:has([aria-current])");
if (strip && strip.scrollWidth > strip.clientWidth) {
  const [own, frame] = [strip.querySelector("[aria-current]").getBoundingClientRect(), strip.getBoundingClientRect()];
  strip.scrollLeft += own.left + own.width / 2 - frame.left - frame.width / 2;
}

// A table that is wider than its frame says so, and on which side there is more.
const wide = new ResizeObserver((frames) => frames.forEach(({ target }) => mark(target)));
for (const frame of document.querySelectorAll(".table-wrap")) {
  wide.observe(frame);
  frame.addEventListener("scroll", () => mark(frame), { passive: true });
}

function mark(frame) {
  const room = frame.scrollWidth - frame.clientWidth;
  const at = Math.abs(frame.scrollLeft);
  if (room <= 1) return frame.removeAttribute("data-more");
  frame.dataset.hint = document.documentElement.dataset.scrolls;
  frame.dataset.more = [at > 1 && "start", at < room - 1 && "end"].filter(Boolean).join(" ");
}

// A text kept ready is put where the cursor stands; nothing of what is written goes.
for (const button of document.querySelectorAll("[data-insert]")) {
  button.addEventListener("click", (event) => {
    const field = document.getElementById(button.dataset.insert);
    const chosen = button.form.querySelector("select option:checked");
    if (!field || !chosen?.dataset.text) return;
    event.preventDefault();
    const [before, after] = [field.value.slice(0, field.selectionStart), field.value.slice(field.selectionEnd)];
    const apart = before && !before.endsWith("\n") ? "\n\n" : "";
    field.setRangeText(apart + chosen.dataset.text + (after && !after.startsWith("\n") ? "\n\n" : ""), before.length, field.selectionEnd, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// What was typed into a form is not lost without a warning: neither to the other language nor to another page. Forms
// that save by themselves keep it, and uploads warn on their own.
const KEPT = "[data-autosave], [data-draft], [data-upload], [data-sign-out]";
const WRITTEN = "textarea, input[type=text], input:not([type])";
const unsent = new Set();
for (const form of document.querySelectorAll("main form[method=post]")) {
  if (form.matches(KEPT) || !form.querySelector(WRITTEN)) continue;
  form.addEventListener("input", () => unsent.add(form));
  form.addEventListener("submit", () => unsent.delete(form));
  // A page that shows it again after a refusal has it only here.
  if (form.querySelector("[aria-invalid]")) unsent.add(form);
}
window.addEventListener("beforeunload", (event) => {
  if (unsent.size) event.preventDefault();
});
