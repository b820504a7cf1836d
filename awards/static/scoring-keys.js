// Scoring with the keyboard alone. Digits score the criterion that has the focus and go on; a digit with which a longer
// number begins waits, as the 1 of a 10 does. In a box, digits write. J and K go to the next and back; Delete clears. Nothing
// of this gets in the way of typing or of the browser's shortcuts. Between choices the arrow keys are the browser's own.
// With the focus outside of every criterion J and K lead to the one that had it last, or to the first one without an answer;
// a digit scores that one only if it has no answer and is wholly in sight: else it leads there and scores nothing.

const TYPED = "textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]";

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

  let last = null; // the criterion that had the focus last
  const current = () => last ?? criteria.find(unanswered) ?? criteria[0];
  const seen = (part) => {
    const { left, top, width, height } = part.getBoundingClientRect();
    return part.closest(".criterion").contains(document.elementFromPoint(left + width / 2, top + height / 2));
  };
  const inSight = (criterion) => {
    const choices = [...criterion.querySelectorAll(":is(.scale, .levels) label, [data-box]")];
    return [criterion.querySelector("legend"), choices[0], choices.at(-1)].every(seen);
  };
  const mayScore = (criterion) => unanswered(criterion) && inSight(criterion);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const typing = event.target.matches("[data-box]");
    if (!typing && event.target.matches(TYPED)) return;
    const at = event.target.closest(".criterion");
    const digit = /^[0-9٠-٩]$/.test(event.key) ? String(event.key.charCodeAt(0) & 15) : null;
    if (digit !== null && !typing) {
      if (at || mayScore(current())) score(at ?? current(), digit);
      else focusOn(current());
    }
    else if (at && event.key === "Delete" && !typing) clear(at);
    else if (event.code === "KeyJ") focusOn(at ? (beside(at, 1) ?? at) : current());
    else if (event.code === "KeyK") focusOn(at ? (beside(at, -1) ?? at) : current());
    else return;
    event.preventDefault();
  });
  for (const criterion of criteria) {
    const stop = () => wait(criterion, "");
    criterion.addEventListener("input", stop);
    criterion.addEventListener("focusin", () => (last = criterion));
    criterion.addEventListener("focusout", (event) => criterion.contains(event.relatedTarget) || stop());
    criterion.querySelector("[data-clear]").addEventListener("click", () => clear(criterion));
  }
}
