// The pages on which an entry is written: words are counted while one types, and the draft saves itself.

const form = document.querySelector("[data-autosave]");

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

if (form) {
  keepSaving(form);
  const { countWords } = await import(form.dataset.words);
  showCounts(form, countWords);
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

function keepSaving(form) {
  const PAUSE = 1500; // milliseconds without typing before a save
  const AGAIN = 10_000; // before a save that failed is tried again
  const state = form.querySelector("[data-save-state]");
  let dirty = false;
  let saving = null;
  let refused = false;
  let timer;

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  async function send(keepalive) {
    dirty = false;
    state.textContent = form.dataset.saving;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { accept: "application/json" },
        body: new URLSearchParams(new FormData(form)),
        redirect: "error",
        keepalive,
      });
      const told = await answer.json();
      if (answer.ok) form.elements.version.value = told.version;
      else refused = true; // what is wrong is for a person to read; their next save shows it all
      state.textContent = answer.ok && dirty ? form.dataset.unsaved : (told.state ?? told.error);
    } catch {
      dirty = true;
      state.textContent = form.dataset.offline;
      later(AGAIN);
    }
  }

  async function save(keepalive = false) {
    if (saving || refused || !dirty) return;
    clearTimeout(timer);
    saving = send(keepalive === true);
    await saving;
    saving = null;
    if (dirty && !refused) later(PAUSE);
  }

  form.addEventListener("input", () => {
    dirty = true;
    if (!refused) state.textContent = form.dataset.unsaved;
    later(PAUSE);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save(true);
  });
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    dirty = false;
    if (!saving) return;
    event.preventDefault(); // the save under way raises the version that this page must name
    await saving;
    form.submit();
  });
}
