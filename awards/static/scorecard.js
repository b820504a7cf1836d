// A judge's sheet: the total while one scores, and saving by itself, also after a lost connection. `scoring-keys.js` asks for
// points with the event `choose`.

const PAUSE = 1200; // milliseconds without a change before a save
const AGAIN = 10_000; // before a save that did not get through is tried again
const PATIENCE = 20_000; // for the answer to a save
const MOST = 8; // saves without an answer that are remembered
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
  boxes(criteria, () => totals);
  form.addEventListener("choose", (event) => {
    put(event.target, event.detail);
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });
  counts(form);
  refresh();
  saving.restore();
  // By its address with a version in it; nobody waits for it before typing. Where the connection was lost before it came,
  // it is asked for again once there is one, under another name: what failed under one name may be kept as failed.
  const fetchTotals = (attempt) =>
    import(`${form.dataset.totals}#${attempt}`).then(
      (module) => {
        totals = module;
        refresh();
      },
      () => addEventListener("online", () => fetchTotals(attempt + 1), { once: true }),
    );
  fetchTotals(0);
}

function pointsBox(criterion) {
  return criterion.querySelector("[data-box]");
}

// A number as the server spells it: ٧٫٥٠ is 7.5.
function plainNumber(text) {
  const ascii = text.trim().replace(/[٠-٩۰-۹]/g, (digit) => digit.charCodeAt(0) & 15).replace("٫", ".");
  const [, digits, part] = /^0*(\d+)(?:\.(\d+))?$/.exec(ascii) ?? [];
  if (digits === undefined) return ascii;
  const tail = (part ?? "").replace(/0+$/, "");
  return tail ? `${digits}.${tail}` : digits;
}

function chosen(criterion) {
  const marked = criterion.querySelector("input:checked")?.value;
  return marked ?? (pointsBox(criterion) ? plainNumber(pointsBox(criterion).value) : "");
}

function put(criterion, value) {
  for (const input of criterion.querySelectorAll("input:not([data-box])")) input.checked = input.value === value;
  if (pointsBox(criterion)) pointsBox(criterion).value = value === "abstained" ? "" : value;
}

function showTotal(criteria, totals) {
  const find = (name) => document.querySelector(`[data-${name}]`);
  for (const criterion of criteria) criterion.querySelector("[data-clear]").hidden = chosen(criterion) === "";
  for (const criterion of criteria) showOwed(criterion);
  if (!totals) return;
  // In a box anything can be typed: what does not lie on the scale counts as nothing yet.
  const rows = criteria.map((criterion) => {
    const value = chosen(criterion);
    const given = value !== "abstained" && value !== "" && (!pointsBox(criterion) || totals.onScale(value, criterion.dataset));
    return { ...criterion.dataset, points: given ? value : null, answered: given || value === "abstained" };
  });
  const left = rows.filter(({ answered }) => !answered).length;
  const share = totals.scoredPercent(rows);
  const remaining = find("remaining");
  const { soFar, some, none, little } = remaining.dataset;
  const total = totals.weightedTotal(rows) ?? "–";
  find("total").value = left ? "–" : total; // a total of some criteria says nothing beside one of all
  remaining.classList.toggle("error", !left && share < 50);
  if (left) remaining.textContent = (share ? `${soFar.replace("#1", total).replace("#2", share)} · ` : "") + some.replace("#", left);
  else remaining.textContent = share < 50 ? little.replace("#", share) : none;
}

// Whether the answer needs a remark by the criterion's rule, and there is none.
function showOwed(criterion) {
  const line = criterion.querySelector("[data-owed]");
  if (!line) return;
  const value = chosen(criterion);
  const { comment, commentPoints } = criterion.dataset;
  const given = value !== "" && value !== "abstained";
  const asked =
    comment === "required" ? value !== "" : given && (comment === "below" ? Number(value) < Number(commentPoints) : Number(value) > Number(commentPoints));
  const hidden = !asked || criterion.querySelector("textarea").value.trim() !== "";
  if (line.hidden !== hidden) line.hidden = hidden;
}

// Boxes in which points are typed: the arrows go one step, Enter goes on, a number off the scale is named once one leaves
// it, and whoever types does not abstain.
function boxes(criteria, totals) {
  for (const criterion of criteria.filter(pointsBox)) {
    const [input, abstain] = criterion.querySelectorAll("input");
    const line = criterion.querySelector("[data-off]");
    const off = () => input.value.trim() !== "" && totals() && !totals().onScale(chosen(criterion), criterion.dataset);
    const say = (wrong) => {
      line.hidden = !wrong;
      if (wrong) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    };
    abstain.addEventListener("change", () => abstain.checked && ((input.value = ""), say(false)));
    input.addEventListener("input", () => {
      if (input.value.trim()) abstain.checked = false;
      if (!off()) say(false);
    });
    input.addEventListener("change", () => {
      if (!off()) input.value = input.value.trim() && plainNumber(input.value);
      say(off());
    });
    input.addEventListener("keydown", (event) => {
      const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (way && totals()) {
        input.value = totals().stepFrom(plainNumber(input.value), way, criterion.dataset);
        input.dispatchEvent(new Event("input", { bubbles: true }));
        say(false);
      } else if (event.key === "Enter") {
        const next = criteria[criteria.indexOf(criterion) + 1];
        input.dispatchEvent(new Event("change", { bubbles: true }));
        if (next) (next.querySelector("input:checked") ?? next.querySelector("input")).focus();
      } else return;
      event.preventDefault();
    });
  }
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

function keepSaving(form, criteria, refresh) {
  const { drafts, draft, owner, key } = form.dataset;
  const box = import(drafts).then((module) => module.draftBox(owner, key, draft)).catch(() => null);
  const state = document.querySelector("[data-saved]");
  const alerts = [...document.querySelectorAll("[data-when]")];
  const { version, seen } = form.elements;
  const texts = [...form.querySelectorAll("textarea")];
  const names = [...criteria.map((criterion) => criterion.id), ...texts.map((text) => text.name)];
  let [base] = JSON.parse(seen.value); // what this page knows to be saved
  let sent = []; // what it sent without an answer coming back: it may have been saved or not
  let behind = false; // whether the server may have something that is not in `base`
  let dirty = false;
  let kept = false; // whether what is not saved would outlive this page
  let restored = false;
  let contested = false; // changed here and elsewhere: the server's page shows both
  let refused = false; // lodged or over: the server's page says more, and loses nothing
  let underway = null;
  let timer;

  const plain = (words) => (words ?? "").replaceAll("\r\n", "\n").trim();
  const fields = () => ({
    ...Object.fromEntries(criteria.map((criterion) => [criterion.id, chosen(criterion)])),
    ...Object.fromEntries(texts.map((text) => [text.name, text.value])),
  });
  const differs = (one, other) => (name) => plain(one[name]) !== plain(other[name]);
  const same = (one, other) => !names.some(differs(one, other));
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  function write(name, value) {
    const criterion = criteria.find(({ id }) => id === name);
    if (criterion) put(criterion, value);
    else form.elements[name].value = value;
  }

  // What the judge reads above a field: its criterion's name, or its own label.
  function called(name) {
    const field = document.getElementById(name) ?? form.elements[name];
    const title = field.closest(".criterion")?.querySelector("legend") ?? field.labels[0];
    const bare = title.cloneNode(true);
    for (const hint of bare.querySelectorAll(".hint")) hint.remove();
    return bare.textContent.trim();
  }

  function tell(when, reason = "") {
    for (const alert of alerts) {
      alert.hidden = alert.dataset.when !== when;
      const place = alert.querySelector("[data-reason]");
      if (alert.hidden) for (const words of alert.querySelectorAll("[data-held]")) words.hidden = true;
      if (place) place.textContent = reason;
    }
  }

  async function keep() {
    const content = { version: version.value, fields: fields(), base, sent };
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
    const body = { ...content, version: version.value, _csrf_token: form.elements._csrf_token.value };
    if (behind) body.seen = JSON.stringify([base, ...sent]);
    let answer;
    try {
      answer = await fetch(form.action, {
        method: "POST",
        headers: { accept: "application/json" },
        body: new URLSearchParams(body),
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE),
        keepalive,
      });
    } catch {
      answer = null;
    }
    const told = await answer?.json().catch(() => null);
    if (told?.version !== undefined) {
      if (!told.contested?.length || body.seen) return heard(content, told);
      behind = true;
      return send(content, keepalive); // once more, with what this page has seen
    }
    dirty = true;
    state.textContent = state.dataset.typing;
    if (told && (answer.status === 401 || answer.status === 403)) {
      tell("session");
    } else if (told && (answer.status === 409 || answer.status === 404)) {
      refused = true;
      lock(true);
      tell(answer.status === 404 ? "gone" : "locked", told.error);
    } else {
      unheard(content);
      keep();
      tell(answer ? "trouble" : "offline");
      later(AGAIN);
    }
  }

  // The first of the unanswered may have arrived, and so may the last: in between there is no end of them.
  function unheard(content) {
    behind = true;
    sent.push(content);
    if (sent.length > MOST) sent.splice(MOST / 2, 1);
  }

  // What the server made of it: all of it saved, or some of it, or together with what was saved elsewhere.
  function heard(content, { version: newer, words, fresh, saved = content, contested: both = [], errors = {} }) {
    const now = fields();
    let joined = false;
    let agreed = !both.length;
    for (const name of names) {
      if (both.includes(name)) continue;
      if (name in errors || plain(saved[name]) === plain(content[name])) {
        base = { ...base, [name]: saved[name] };
      } else if (plain(now[name]) === plain(content[name])) {
        write(name, saved[name] ?? "");
        base = { ...base, [name]: saved[name] };
        joined = true;
      } else agreed = false; // typed into meanwhile: to be asked about with the next save
    }
    if (agreed) {
      version.value = newer;
      sent = [];
      behind = false;
    }
    if (joined) refresh();
    contested = both.length > 0;
    const wrong = Object.keys(errors);
    const left = dirty; // typed into meanwhile
    dirty ||= contested || wrong.length > 0 || !agreed;
    state.textContent = dirty ? state.dataset.typing : words;
    if (contested) tell("stale", both.map(called).join(" · "));
    else if (wrong.length) {
      tell("wrong", errors[wrong[0]]);
      document.querySelector("[data-when=wrong] a").href = `#${wrong[0]}`;
    } else tell(joined ? "joined" : restored && fresh ? "restored" : null);
    const more = restored;
    restored = false;
    if (dirty) keep();
    else forget().then(() => more && !dirty && restore());
    if (left || !(agreed || contested)) later(PAUSE);
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
      if (field.matches("textarea, [data-box]")) field.readOnly = locked;
      else if (field.matches("[type=radio], [type=checkbox], button:not([data-both])")) field.disabled = locked;
    }
    if (locked) document.querySelector("[data-total]").value = "–";
  }

  // What this browser kept goes into the fields that nobody has touched meanwhile.
  async function restore() {
    const found = await (await box)?.read();
    if (found && same(found.fields, base)) {
      if (dirty) return;
      await forget();
      return restore(); // perhaps another tab left some too
    } else if (found) {
      const known = found.base ?? {};
      for (const name of names.filter(differs(found.fields, known))) {
        if (!differs(fields(), base)(name)) write(name, found.fields[name] ?? "");
        base = { ...base, [name]: known[name] };
      }
      version.value = found.version; // an older one than the page's makes the server put both together
      sent = found.sent ?? [];
      unheard(found.fields); // perhaps the page that was left had sent that too
      restored = true;
      refresh();
    }
    if (same(fields(), base) && !restored) return;
    changed();
    later(0);
  }

  // True once all that is on the page is saved.
  async function saved() {
    await underway;
    await save();
    return !dirty;
  }

  // Posted as a page: the answer shows both versions.
  function postAsPage() {
    lock(false);
    seen.value = JSON.stringify([base, ...sent]);
  }

  form.addEventListener("submit", async (event) => {
    if (refused || contested) return postAsPage();
    event.preventDefault();
    const { submitter } = event;
    if (await saved()) {
      if (submitter?.dataset.href) location.assign(submitter.dataset.href);
    } else if (refused || contested) form.requestSubmit(submitter);
    else for (const words of document.querySelectorAll("[data-held]")) words.hidden = false;
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
