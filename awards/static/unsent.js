// The judge's list: which sheets have text in this browser that was never sent.

const { owner } = document.querySelector("[data-owner]").dataset;

for (const mark of document.querySelectorAll("[data-unsent]")) {
  mark.hidden = localStorage.getItem(`tahkim:${owner}:${mark.dataset.unsent}`) === null;
}
