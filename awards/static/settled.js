// Where both versions of a sheet are on the page: what this tab keeps is done with as soon as one is chosen.

const settled = document.querySelector("[data-settled]");
const { owner, drafts } = settled.dataset;
const { forgetOwn } = await import(drafts);

settled.addEventListener(settled.matches("form") ? "submit" : "click", () => forgetOwn(owner, settled.dataset.settled));
