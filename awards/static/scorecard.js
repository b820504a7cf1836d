// A judge's sheet: the total while one scores, keys, and saving by itself, also after a lost connection.

const PAUSE = 1200; // milliseconds without a change before a save
const AGAIN = 10_000; // before a save that did not get through is tried again
const TEN = 600; // how long a 1 waits for the 0 of a 10

const form = document.getElementById("sheet");
const settled = document.querySelector("[data-settled]"); // both versions are on the page: the draft is not needed
if (settled) localStorage.removeItem(`tahkim:${settled.dataset.settled}`);
if (form) {
  const criteria = [...form.querySelectorAll(".criterion")];
  let weightedTotal = null;
  const refresh = () => showTotal(criteria, weightedTotal);
  const saving = keepSaving(form, criteria);
  form.addEventListener("input", () => {
    refresh();
    saving.changed();
  });
  keys(form, criteria);
  saving.restore();
  refresh();
  // By its address with a version in it; nobody waits for it before typing.
  import(form.dataset.totals).then((module) => {
    weightedTotal = module.weightedTotal;
    refresh();
  });
}

function chosen(criterion) {
  return criterion.querySelector("input:checked")?.value ?? "";
}

function choose(criterion, value) {
  for (const input of criterion.querySelectorAll("input[type=radio]")) input.checked = input.value === value;
  criterion.dispatchEvent(new Event("input", { bubbles: true }));
}

function showTotal(criteria, weightedTotal) {
  const find = (name) => document.querySelector(`[data-${name}]`);
  if (weightedTotal) {
    const rows = criteria.map((criterion) => {
      const value = chosen(criterion);
      return { weight: criterion.dataset.weight, points: /^\d+$/.test(value) ? value : null };
    });
    find("total").value = weightedTotal(rows) ?? "–";
  }
  const left = criteria.filter((criterion) => chosen(criterion) === "").length;
  const { some, none } = find("remaining").dataset;
  find("remaining").textContent = left ? some.replace("#", left) : none;
  for (const criterion of criteria) criterion.querySelector("[data-clear]").hidden = chosen(criterion) === "";
}

// Digits score the criterion that has the focus and go on; J and K go to the next and back; Delete clears. They
// work only with the focus in a criterion and outside of text, so that they never get in the way of typing or of a
// screen reader. The arrow keys are the browser's own.
function keys(form, criteria) {
  let one = null; // the criterion whose 1 may still become a 10
  let waiting;

  const enter = (criterion) => (criterion.querySelector("input:checked") ?? criterion.querySelector("input")).focus();
  const beside = (criterion, step) => criteria[criteria.indexOf(criterion) + step];
  const onward = (criterion) => {
    const next = beside(criterion, 1);
    if (next) enter(next);
    else form.elements.strengths.focus();
  };

  function score(criterion, digit) {
    clearTimeout(waiting);
    if (one === criterion) {
      one = null;
      if (digit === "0") {
        choose(criterion, "10");
        onward(criterion);
      } else {
        onward(criterion);
        if (beside(criterion, 1)) score(beside(criterion, 1), digit);
      }
      return;
    }
    choose(criterion, digit);
    if (digit !== "1") {
      onward(criterion);
      return;
    }
    one = criterion;
    criterion.querySelector("input:checked").focus();
    waiting = setTimeout(() => {
      one = null;
      onward(criterion);
    }, TEN);
  }

  function clear(criterion) {
    choose(criterion, "");
    criterion.querySelector("input").focus();
  }

  form.addEventListener("focusout", (event) => {
    if (one && !one.contains(event.relatedTarget)) {
      clearTimeout(waiting);
      one = null;
    }
  });
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("textarea, summary, button")) return;
    const here = event.target.closest(".criterion");
    const digit = /^[0-9٠-٩]$/.test(event.key) ? String(event.key.charCodeAt(0) & 15) : null;
    if (here && digit !== null) score(here, digit);
    else if (here && event.key === "Delete") clear(here);
    else if (event.code === "KeyJ") enter(here ? (beside(here, 1) ?? here) : (criteria.find((c) => !chosen(c)) ?? criteria[0]));
    else if (event.code === "KeyK" && here) enter(beside(here, -1) ?? here);
    else return;
    event.preventDefault();
  });
  for (const criterion of criteria) {
    criterion.querySelector("[data-clear]").addEventListener("click", () => clear(criterion));
  }
}

function keepSaving(form, criteria) {
  const key = `tahkim:${form.dataset.draft}`;
  const state = document.querySelector("[data-saved]");
  const version = form.elements.version;
  const texts = [...form.querySelectorAll("textarea")];
  let dirty = false;
  let refused = false; // stale, lodged or over: the server's page says more, and loses nothing
  let unanswered = null; // what was sent without an answer coming back: it may have been saved or not
  let underway = null;
  let timer;

  const fields = () => ({
    ...Object.fromEntries(criteria.map((criterion) => [criterion.id, chosen(criterion)])),
    ...Object.fromEntries(texts.map((box) => [box.name, box.value])),
  });
  const plain = (text) => (text ?? "").replaceAll("\r\n", "\n").trim();
  const same = (one, other) => Object.keys(one).every((name) => plain(one[name]) === plain(other[name]));
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  function keep() {
    try {
      localStorage.setItem(key, JSON.stringify({ version: version.value, fields: fields() }));
    } catch {
      // No room or not allowed: the page still saves itself while there is a connection.
    }
  }

  function changed() {
    dirty = true;
    keep();
    if (refused) return;
    state.textContent = state.dataset.typing;
    later(PAUSE);
  }

  async function send(content, keepalive) {
    state.textContent = state.dataset.saving;
    const token = form.elements._csrf_token.value;
    let answer;
    try {
      answer = await fetch(form.action, {
        method: "POST",
        headers: { accept: "application/json" },
        body: new URLSearchParams({ ...content, version: version.value, _csrf_token: token }),
        redirect: "error",
        keepalive,
      });
    } catch {
      answer = null;
    }
    const told = await answer?.json().catch(() => null);
    if (!told || answer.status >= 500) {
      unanswered = content;
      dirty = true;
      state.textContent = state.dataset.offline;
      later(AGAIN);
    } else if (answer.ok) {
      accept(told.version);
      if (dirty) later(PAUSE);
      else localStorage.removeItem(key);
      state.textContent = dirty ? state.dataset.typing : told.words;
    } else if (told.stale && unanswered && same(unanswered, told.saved)) {
      accept(told.version); // it was this page that saved: only the answer got lost
      dirty = true;
      later(0);
    } else {
      dirty = true;
      refused = answer.status === 409;
      state.textContent = told.stale ? state.dataset.stale : (told.error ?? Object.values(told.errors)[0]);
    }
  }

  function accept(newer) {
    version.value = newer;
    unanswered = null;
    keep();
  }

  async function save({ keepalive = false } = {}) {
    clearTimeout(timer);
    if (underway || refused || !dirty) return underway;
    dirty = false;
    underway = send(fields(), keepalive);
    await underway;
    underway = null;
    return null;
  }

  function restore() {
    const kept = JSON.parse(localStorage.getItem(key) ?? "null");
    if (!kept) return;
    if (same(kept.fields, fields())) {
      localStorage.removeItem(key);
      return;
    }
    for (const criterion of criteria) {
      for (const input of criterion.querySelectorAll("input[type=radio]")) input.checked = input.value === kept.fields[criterion.id];
    }
    for (const box of texts) box.value = kept.fields[box.name] ?? box.value;
    version.value = kept.version; // an older one than the page's makes the server show both
    dirty = true;
    state.textContent = state.dataset.restored;
    later(PAUSE);
  }

  form.addEventListener("submit", async (event) => {
    if (refused) return; // posted as a page: the answer shows both versions
    event.preventDefault();
    const where = event.submitter?.dataset.href;
    await underway;
    await save();
    if (dirty && refused) form.requestSubmit(event.submitter);
    else if (!dirty && where) location.assign(where);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save({ keepalive: true });
  });
  addEventListener("online", () => save());
  return { changed, restore };
}
