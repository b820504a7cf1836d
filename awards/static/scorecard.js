// A judge's sheet: the total while one scores, keys, and saving by itself, also after a lost connection.

const PAUSE = 1200; // milliseconds without a change before a save
const AGAIN = 10_000; // before a save that did not get through is tried again
const PATIENCE = 20_000; // for the answer to a save
const NEAR = 200; // characters before the longest text from which they are counted

const form = document.getElementById("sheet");
if (form) {
  const criteria = [...form.querySelectorAll(".criterion")];
  let totals = null;
  const refresh = () => showTotal(criteria, totals);
  const saving = keepSaving(form, criteria, refresh);
  form.addEventListener("input", () => {
    refresh();
    saving.changed();
  });
  keys(form, criteria);
  counts(form);
  refresh();
  saving.restore();
  // By its address with a version in it; nobody waits for it before typing.
  import(form.dataset.totals).then((module) => {
    totals = module;
    refresh();
  });
}

// Where both versions are on the page, what this browser keeps is done with as soon as one is chosen.
const settled = document.querySelector("[data-settled]");
for (const chosen of ["submit", "click"]) {
  settled?.addEventListener(chosen, (event) => {
    if (chosen === "submit" || event.target.closest("a")) {
      localStorage.removeItem(`tahkim:${settled.dataset.owner}:${settled.dataset.settled}`);
    }
  });
}

function chosen(criterion) {
  return criterion.querySelector("input:checked")?.value ?? "";
}

function put(criterion, value) {
  for (const input of criterion.querySelectorAll("input[type=radio]")) input.checked = input.value === value;
}

function choose(criterion, value) {
  put(criterion, value);
  criterion.dispatchEvent(new Event("input", { bubbles: true }));
}

function showTotal(criteria, totals) {
  const find = (name) => document.querySelector(`[data-${name}]`);
  const left = criteria.filter((criterion) => chosen(criterion) === "").length;
  for (const criterion of criteria) criterion.querySelector("[data-clear]").hidden = chosen(criterion) === "";
  if (!totals) return;
  const rows = criteria.map((criterion) => {
    const value = chosen(criterion);
    return { weight: criterion.dataset.weight, points: /^\d+$/.test(value) ? value : null };
  });
  const share = totals.scoredPercent(rows);
  const remaining = find("remaining");
  const { soFar, some, none, little } = remaining.dataset;
  find("total").value = totals.weightedTotal(rows) ?? "–";
  remaining.classList.toggle("error", !left && share < 50);
  if (left) remaining.textContent = (share ? `${soFar.replace("#", share)} · ` : "") + some.replace("#", left);
  else remaining.textContent = share < 50 ? little.replace("#", share) : none;
}

function counts(form) {
  for (const box of form.querySelectorAll("[data-longest]")) {
    const line = document.getElementById(`${box.id}-count`);
    const error = document.getElementById(`${box.id}-error`);
    const count = () => {
      const left = box.dataset.longest - [...box.value.trim()].length;
      line.hidden = left > NEAR;
      line.textContent = (left < 0 ? form.dataset.over : form.dataset.left).replace("#", Math.abs(left));
      line.classList.toggle("error", left < 0);
      if (error) error.hidden = left >= 0;
      if (line.hidden) box.removeAttribute("aria-describedby");
      else box.setAttribute("aria-describedby", line.id);
      if (left < 0) box.setAttribute("aria-invalid", "true");
      else box.removeAttribute("aria-invalid");
    };
    box.addEventListener("input", count);
    count();
  }
}

// Digits score the criterion that has the focus and go on; a 1 waits, because it may become a 10. J and K go to the
// next and back; Delete clears. They work only with the focus in a criterion and outside of text, so that they never
// get in the way of typing or of a screen reader. The arrow keys are the browser's own.
function keys(form, criteria) {
  form.querySelector(".keys").hidden = false;
  const enter = (criterion) => (criterion.querySelector("input:checked") ?? criterion.querySelector("input")).focus();
  const beside = (criterion, step) => criteria[criteria.indexOf(criterion) + step];
  const waiting = (criterion) => criterion.querySelector("[data-one]");
  const onward = (criterion) => {
    const next = beside(criterion, 1);
    if (next) enter(next);
    else form.elements.strengths.focus();
  };

  function score(criterion, digit) {
    const ten = !waiting(criterion).hidden && chosen(criterion) === "1";
    if (ten && digit !== "0") {
      onward(criterion);
      if (beside(criterion, 1)) score(beside(criterion, 1), digit);
    } else if (digit === "1") {
      choose(criterion, digit);
      enter(criterion);
      waiting(criterion).hidden = false;
    } else {
      choose(criterion, ten ? "10" : digit);
      onward(criterion);
    }
  }

  function clear(criterion) {
    choose(criterion, "");
    criterion.querySelector("input").focus();
  }

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
    const stop = () => (waiting(criterion).hidden = true);
    criterion.addEventListener("input", stop);
    criterion.addEventListener("focusout", (event) => criterion.contains(event.relatedTarget) || stop());
    criterion.querySelector("[data-clear]").addEventListener("click", () => clear(criterion));
  }
}

function keepSaving(form, criteria, refresh) {
  const { drafts, draft, owner, key } = form.dataset;
  const box = import(drafts).then((module) => module.draftBox(owner, key, draft)).catch(() => null);
  const state = document.querySelector("[data-saved]");
  const alerts = [...document.querySelectorAll("[data-when]")];
  const version = form.elements.version;
  const texts = [...form.querySelectorAll("textarea")];
  let dirty = false;
  let kept = false; // whether what is not saved would outlive this page
  let restored = false;
  let refused = false; // stale, lodged or over: the server's page says more, and loses nothing
  let unanswered = null; // what was sent without an answer coming back: it may have been saved or not
  let underway = null;
  let timer;

  const fields = () => ({
    ...Object.fromEntries(criteria.map((criterion) => [criterion.id, chosen(criterion)])),
    ...Object.fromEntries(texts.map((text) => [text.name, text.value])),
  });
  const served = () => ({
    ...Object.fromEntries(
      criteria.map((criterion) => [criterion.id, [...criterion.querySelectorAll("input")].find((input) => input.defaultChecked)?.value ?? ""]),
    ),
    ...Object.fromEntries(texts.map((text) => [text.name, text.defaultValue])),
  });
  const plain = (words) => (words ?? "").replaceAll("\r\n", "\n").trim();
  const same = (one, other) => Object.keys(one).every((name) => plain(one[name]) === plain(other[name]));
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  function tell(when, reason = "") {
    for (const alert of alerts) {
      alert.hidden = alert.dataset.when !== when;
      const place = alert.querySelector("[data-reason]");
      if (place) place.textContent = reason;
    }
  }

  async function keep() {
    const content = { version: version.value, fields: fields() };
    kept = Boolean(await (await box)?.keep(content));
    for (const words of document.querySelectorAll("[data-kept]")) words.hidden = !kept;
    for (const words of document.querySelectorAll("[data-unkept]")) words.hidden = kept;
    document.querySelector("[data-sign-in]").target = kept ? "" : "_blank";
  }

  async function forget() {
    kept = false;
    await (await box)?.forget();
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
        signal: AbortSignal.timeout(PATIENCE),
        keepalive,
      });
    } catch {
      answer = null;
    }
    const told = await answer?.json().catch(() => null);
    if (told && answer.ok) {
      tell(restored && told.fresh ? "restored" : null);
      restored = false;
      accept(told.version);
      if (dirty) later(PAUSE);
      else forget();
      state.textContent = dirty ? state.dataset.typing : told.words;
      return;
    }
    dirty = true;
    state.textContent = state.dataset.typing;
    if (told?.stale && unanswered && same(unanswered, told.saved)) {
      accept(told.version); // it was this page that saved: only the answer got lost
      later(0);
    } else if (told?.errors) {
      const [name, words] = Object.entries(told.errors)[0];
      accept(told.version);
      tell("wrong", words);
      document.querySelector("[data-when=wrong] a").href = `#${name}`;
    } else if (told && (answer.status === 401 || answer.status === 403)) {
      tell("session");
    } else if (told && (answer.status === 409 || answer.status === 404)) {
      refused = true;
      if (!told.stale) lock(true);
      tell(told.stale ? "stale" : answer.status === 404 ? "gone" : "locked", told.error);
    } else {
      unanswered = content;
      tell(answer ? "trouble" : "offline");
      later(AGAIN);
    }
  }

  function accept(newer) {
    version.value = newer;
    unanswered = null;
    if (dirty) keep();
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

  function lock(locked) {
    for (const field of form.elements) {
      if (field.matches("textarea")) field.readOnly = locked;
      else if (field.matches("[type=radio], button:not([data-both])")) field.disabled = locked;
    }
    if (locked) document.querySelector("[data-total]").value = "–";
  }

  // What this browser kept goes into the fields that nobody has touched meanwhile.
  async function restore() {
    const found = await (await box)?.read();
    const before = served();
    if (found && same(found.fields, before)) {
      if (!dirty) await forget();
    } else if (found) {
      const now = fields();
      const take = (name) => plain(now[name]) === plain(before[name]) && found.fields[name] !== undefined;
      for (const criterion of criteria) if (take(criterion.id)) put(criterion, found.fields[criterion.id]);
      for (const text of texts) if (take(text.name)) text.value = found.fields[text.name];
      version.value = found.version; // an older one than the page's makes the server show both
      unanswered = found.fields; // perhaps the page that was left had sent it
      restored = true;
      refresh();
    }
    if (same(fields(), before) && !restored) return;
    changed();
    later(0);
  }

  // True once all that is on the page is saved.
  async function saved() {
    await underway;
    await save();
    return !dirty;
  }

  form.addEventListener("submit", async (event) => {
    if (refused) return lock(false); // posted as a page: the answer shows both versions
    event.preventDefault();
    const { submitter } = event;
    if (await saved()) {
      if (submitter?.dataset.href) location.assign(submitter.dataset.href);
    } else if (refused) form.requestSubmit(submitter);
  });

  const signOut = document.querySelector("[data-sign-out]");
  const leaving = document.querySelector("[data-leaving]");
  signOut?.addEventListener("submit", async (event) => {
    if (!dirty && !underway) return;
    event.preventDefault();
    if (await saved()) return signOut.submit();
    await keep();
    leaving.returnValue = "";
    leaving.showModal();
  });
  leaving.addEventListener("close", () => leaving.returnValue === "leave" && signOut.submit());

  // Hidden: perhaps it is being closed. Seen again: perhaps somebody has signed in again meanwhile.
  document.addEventListener("visibilitychange", () => save({ keepalive: document.visibilityState === "hidden" }));
  addEventListener("online", () => save());
  return { changed, restore };
}
