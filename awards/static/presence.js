// A page of an entry tells that it is open, and shows who else has one open.

const EVERY = 15_000; // milliseconds from one beat to the next
const AT_ONCE = 10_000; // before what was typed is told out of turn again
const list = document.querySelector("[data-presence]");
if (list) keepTelling(list);

function keepTelling(list) {
  const form = document.querySelector("[data-autosave]");
  const { presence: address, place, token } = list.dataset;
  const unsaved = () => Boolean(form?.hasAttribute("data-pending"));
  let told = 0;
  let toldAtOnce = 0;
  let toldUnsaved = false;

  function words(more = {}) {
    const said = { _csrf_token: token, place, ...more };
    if (unsaved()) said.unsaved = "yes";
    return new URLSearchParams(said);
  }

  async function beat() {
    told = Date.now();
    toldUnsaved = unsaved();
    const asked = place ? { method: "POST", body: words() } : {};
    try {
      const answer = await fetch(address, { ...asked, headers: { accept: "application/json" }, redirect: "error" });
      if (answer.ok) show((await answer.json()).here);
    } catch {
      // Without a connection nobody is told anything; the next beat may come through.
    }
  }

  function show(here) {
    const now = [...list.children].map((line) => line.textContent);
    if (now.join("\n") === here.join("\n")) return;
    list.replaceChildren(...here.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
    list.hidden = !here.length;
  }

  if (place) beat();
  setInterval(() => {
    if (document.visibilityState === "visible" || unsaved()) beat();
  }, EVERY);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && Date.now() - told >= AT_ONCE) beat();
  });
  if (!place) return;

  if (form) {
    const watch = new MutationObserver(() => {
      if (!unsaved() || toldUnsaved || Date.now() - toldAtOnce < AT_ONCE) return;
      toldAtOnce = Date.now();
      beat();
    });
    watch.observe(form, { attributeFilter: ["data-pending"] });
  }
  addEventListener("pagehide", () => navigator.sendBeacon(address, words({ gone: "yes" })));
}
