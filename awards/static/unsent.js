// The judge's list: which sheets have text in this browser that was never sent.

const { owner, drafts } = document.querySelector("[data-owner]").dataset;
const { isKept } = await import(drafts);

for (const mark of document.querySelectorAll("[data-unsent]")) mark.hidden = !isKept(owner, mark.dataset.unsent);
