// The pages on which an entry is written: words are counted while one types, and the draft saves itself.

const form = document.querySelector("[data-autosave]");

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

followCategory(document.querySelectorAll("[data-of]"));

if (form) {
  keepSaving(form);
  followLanguage(form);
  followConditions(form);
}

const counted = document.querySelector("form[data-words]");
if (counted) {
  const { countWords } = await import(counted.dataset.words);
  showCounts(counted, countWords);
}

function showCounts(form, countWords) {
  for (const box of form.querySelectorAll("[data-word-limit]")) {
    const line = document.getElementById(`${box.id}-count`);
    const count = () => {
      const n = countWords(box.value);
      const over = n > Number(box.dataset.wordLimit);
      const words = over ? form.dataset.over : form.dataset.count;
      line.textContent = words.replace("{n}", n).replace("{limit}", box.dataset.wordLimit);
      line.classList.toggle("over", over);
    };
    box.addEventListener("input", count);
    count();
  }
}

// The boxes of a language are there once it is chosen.
function followLanguage(form) {
  const choice = form.querySelector("#language");
  if (!choice) return;
  const follow = () => {
    const chosen = choice.querySelector(":checked")?.value;
    for (const part of form.querySelectorAll("[data-in]")) part.hidden = ![part.dataset.in, "both"].includes(chosen);
  };
  choice.addEventListener("change", follow);
  follow();
}

// Before an entry is started: what only one category asks is there once that category is chosen.
function followCategory(parts) {
  if (!parts.length) return;
  const follow = () => {
    const chosen = document.querySelector('[name="category"]:checked')?.value;
    for (const part of parts) part.hidden = part.dataset.of !== chosen;
  };
  document.addEventListener("change", follow);
  follow();
}

// A question that depends on a choice is there once that choice is made; what depends on it in turn follows. What was
// typed into it before stays in the draft.
function followConditions(form) {
  const parts = [...form.querySelectorAll("[data-when]")];
  if (!parts.length) return;
  const byKey = new Map(parts.map((part) => [`value-${part.dataset.asked}`, part]));
  const applies = (part) => {
    const on = byKey.get(part.dataset.when);
    if (on && !applies(on)) return false;
    const chosen = [...form.querySelectorAll(`[name="${part.dataset.when}"]:checked`)];
    return chosen.some((box) => box.value === part.dataset.option);
  };
  const follow = () => {
    for (const part of parts) part.hidden = !applies(part);
    for (const card of form.querySelectorAll("section.card")) {
      const fields = [...card.querySelectorAll(".conditional")];
      if (fields.length && !card.querySelector(":scope > .field")) card.hidden = fields.every((part) => part.hidden);
    }
  };
  form.addEventListener("change", follow);
  follow();
}

// What stood in each box when the page was opened is in its `was-…` inputs, and with it what was sent since without
// an answer: the server overwrites nothing else. What is not saved is kept in this window's storage, for a page that
// is left before its save has come through.
function keepSaving(form) {
  const PAUSE = 1500; // milliseconds without typing before a save
  const AGAIN = 10_000; // before a save that failed is tried again
  const PATIENCE = 4000; // for a save that a link waits for
  const KEEPALIVE = 60_000; // bytes that a browser still sends when the page is gone
  const state = form.querySelector("[data-save-state]");
  const known = form.querySelector("[data-known]");
  const names = [...new Set([...known.children].map((input) => input.name.slice(4)))].filter((name) =>
    form.querySelector(`[name="${name}"]`),
  );
  const key = `tahkim:${form.dataset.draft}`;
  const sendings = new Map(); // box → number of the last save that held it
  const clashing = new Set(); // changed elsewhere too: a person decides, on the page that their next save shows
  let clashWords = "";
  let turns = 0;
  let saving = null;
  let refused = false;
  let timer;

  const typed = (data, name) => data.getAll(name).filter(Boolean).join(",");
  const unsaved = (data) =>
    names.filter((name) => {
      const texts = data.getAll(`was-${name}`);
      return texts.length > 1 || typed(data, name) !== texts[0];
    });
  const toSend = (data) => unsaved(data).filter((name) => !clashing.has(name));
  const waits = () => !refused && toSend(new FormData(form)).length > 0;

  function know(name, texts) {
    for (const input of [...known.children]) if (input.name === `was-${name}`) input.remove();
    for (const text of new Set(texts)) {
      known.append(Object.assign(document.createElement("input"), { type: "hidden", name: `was-${name}`, value: text }));
    }
  }

  function remember() {
    const data = new FormData(form);
    const kept = unsaved(data).map((name) => [name, data.getAll(name), data.getAll(`was-${name}`)]);
    form.toggleAttribute("data-pending", kept.length > 0); // for presence.js
    try {
      if (kept.length) sessionStorage.setItem(key, JSON.stringify(kept));
      else sessionStorage.removeItem(key);
    } catch {
      // The browser keeps nothing for this site: saving goes on without.
    }
  }

  function restore() {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "[]");
    for (const [name, values, texts] of kept) {
      if (!names.includes(name)) continue;
      form.querySelectorAll(`[name="${name}"]`).forEach((box, place) => {
        if (box.type === "radio" || box.type === "checkbox") box.checked = values.includes(box.value);
        else if (box.type !== "hidden") box.value = values[place] ?? "";
      });
      know(name, texts);
    }
    return kept.length > 0;
  }

  function tell(words, trouble = false) {
    state.textContent = words;
    state.classList.toggle("save-trouble", trouble);
  }

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  async function send() {
    const data = new FormData(form);
    const sent = toSend(data).map((name) => ({ name, text: typed(data, name), before: data.getAll(`was-${name}`) }));
    const body = new URLSearchParams([["_csrf_token", data.get("_csrf_token")]]);
    const turn = ++turns;
    for (const { name, text, before } of sent) {
      for (const value of data.getAll(name)) body.append(name, value);
      for (const value of before) body.append(`was-${name}`, value);
      know(name, [...before, text]);
      sendings.set(name, turn);
    }
    if (form.querySelector("[aria-invalid]")) body.append("faults", "");
    remember();
    tell(form.dataset.saving);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { accept: "application/json" },
        body,
        redirect: "error",
        keepalive: body.toString().length < KEEPALIVE,
      });
      const told = await answer.json();
      for (const { name, text, before } of sent) {
        if (sendings.get(name) !== turn) continue;
        const clashes = told.clashes?.includes(name);
        if (clashes) clashing.add(name);
        know(name, answer.ok || (told.clashes && !clashes) ? [text] : before);
      }
      // What the rules forbid is for a person to read; a session that ended may be back at the next try.
      if (!answer.ok && !told.clashes && answer.status !== 403 && answer.status < 500) refused = true;
      if (told.clashes) clashWords = told.state;
      if (told.faults) forgive(told.faults);
      if (answer.ok && clashing.size) tell(clashWords, true);
      else tell(answer.ok && waits() ? form.dataset.unsaved : (told.state ?? told.error), !answer.ok);
      if (waits()) later(answer.ok || told.clashes ? PAUSE : AGAIN);
    } catch {
      tell(form.dataset.offline, true);
      later(AGAIN);
    }
    remember();
  }

  // What is right by now is no longer marked as wrong, neither at its box nor in the list above.
  function forgive(faults) {
    for (const box of form.querySelectorAll("[aria-invalid]")) {
      const name = box.id;
      if (!name || faults.includes(name)) continue;
      box.removeAttribute("aria-invalid");
      box.closest(".field-wrong")?.classList.remove("field-wrong");
      document.getElementById(`${name}-error`)?.remove();
      const about = (box.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id !== `${name}-error`);
      if (about.join("")) box.setAttribute("aria-describedby", about.join(" "));
      else box.removeAttribute("aria-describedby");
      document.querySelector(`.error-summary a[href="#${CSS.escape(name)}"]`)?.closest("li").remove();
    }
    const summary = document.querySelector(".error-summary");
    if (summary && !summary.querySelector("li")) summary.remove();
  }

  async function save() {
    clearTimeout(timer);
    while (saving) await saving;
    if (!waits()) return;
    saving = send();
    await saving;
    saving = null;
  }

  const finish = () => Promise.race([save(), new Promise((done) => setTimeout(done, PATIENCE))]);

  if ("answered" in form.dataset) remember();
  else if (restore()) later(0);
  else if (waits()) noteTyping(); // typed before this ran

  function noteTyping() {
    remember();
    if (!refused && !clashing.size) tell(form.dataset.unsaved);
    later(PAUSE);
  }
  form.addEventListener("input", noteTyping);

  // The page is left, perhaps: what no save under way holds is sent beside it.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || refused) return;
    const data = new FormData(form);
    if (toSend(data).some((name) => typed(data, name) !== data.getAll(`was-${name}`).at(-1))) send();
  });

  // Links and other forms of the page wait for what is being saved, so that the next page shows it.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || link.target || link.origin !== location.origin) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !waits()) return;
    if (link.pathname + link.search === location.pathname + location.search) return;
    event.preventDefault();
    await finish();
    location.assign(link.href);
  });
  document.addEventListener("submit", async (event) => {
    if (!waits() && !saving) return;
    event.preventDefault();
    await finish();
    event.target.submit();
  });
}
