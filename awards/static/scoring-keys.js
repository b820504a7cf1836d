// Scoring with the keyboard alone. Digits score the criterion that has the focus and go on; a digit with which a longer
// number begins waits, as the 1 of a 10 does. In a box, digits write. J and K go to the next and back; Delete clears. They
// work only with the focus in a criterion and outside of text, so that they never get in the way of typing or of a screen
// reader. Between choices the arrow keys are the browser's own. On the sheet as a whole, where the skip link leads, the first
// criterion without an answer counts as current; on a page in which nothing has the focus, J leads to it.

const form = document.getElementById("sheet");
if (form) keys(form, [...form.querySelectorAll(".criterion")]);

function keys(form, criteria) {
  form.querySelector(".keys").hidden = false;
  const beside = (criterion, step) => criteria[criteria.indexOf(criterion) + step];
  const unanswered = (criterion) => criterion.querySelector("[data-clear]").hidden;
  const pointsBox = (criterion) => criterion.querySelector("[data-box]");
  const choose = (criterion, value) => criterion.dispatchEvent(new CustomEvent("choose", { detail: value, bubbles: true }));
  const focusOn = (criterion) => (criterion.querySelector("input:checked") ?? criterion.querySelector("input")).focus();
  const waiting = (criterion) => criterion.querySelector("[data-one]");
  const onward = (criterion) => {
    const next = beside(criterion, 1);
    focusOn(next ?? criterion); // never on into a text, which the next key would write in
  };
  const begun = new Map(); // criterion: the digits that wait for another one

  function wait(criterion, digits) {
    if (digits) begun.set(criterion, digits);
    else begun.delete(criterion);
    if (waiting(criterion)) waiting(criterion).hidden = !digits;
  }

  function score(criterion, digit) {
    if (pointsBox(criterion)) {
      choose(criterion, digit);
      return pointsBox(criterion).focus();
    }
    const values = [...criterion.querySelectorAll("input[type=radio]")].map(({ value }) => value);
    const before = begun.get(criterion) ?? "";
    const digits = before + digit;
    const longer = values.some((value) => /^\d+$/.test(value) && value !== digits && value.startsWith(digits));
    if (values.includes(digits)) {
      choose(criterion, digits);
      if (!longer) return onward(criterion);
      focusOn(criterion);
    }
    if (longer) return wait(criterion, digits);
    if (!before) return; // no number on this scale begins so
    wait(criterion, "");
    if (!values.includes(before)) return score(criterion, digit);
    onward(criterion);
    if (beside(criterion, 1)) score(beside(criterion, 1), digit);
  }

  function clear(criterion) {
    choose(criterion, "");
    criterion.querySelector("input").focus();
  }

  const current = () => criteria.find(unanswered) ?? criteria[0];

  document.addEventListener("keydown", (event) => {
    const nowhere = event.target === document.body;
    if (!nowhere && !form.contains(event.target)) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("textarea, summary, button")) return;
    const at = event.target.closest(".criterion");
    const here = at ?? (event.target === form ? current() : null);
    const typing = event.target.matches("[data-box]");
    const digit = /^[0-9٠-٩]$/.test(event.key) ? String(event.key.charCodeAt(0) & 15) : null;
    if (here && digit !== null && !typing) score(here, digit);
    else if (at && event.key === "Delete" && !typing) clear(at);
    else if (event.code === "KeyJ") focusOn(at ? (beside(at, 1) ?? at) : current());
    else if (event.code === "KeyK" && at) focusOn(beside(at, -1) ?? at);
    else return;
    event.preventDefault();
  });
  for (const criterion of criteria) {
    const stop = () => wait(criterion, "");
    criterion.addEventListener("input", stop);
    criterion.addEventListener("focusout", (event) => criterion.contains(event.relatedTarget) || stop());
    criterion.querySelector("[data-clear]").addEventListener("click", () => clear(criterion));
  }
}
