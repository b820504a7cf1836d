// What every page shares: the focus goes to the error summary, drafts are wiped at sign-out.
document.querySelector("[data-focus]")?.focus();

document.querySelector("[data-sign-out]")?.addEventListener("submit", () => {
  for (const kept of [localStorage, sessionStorage]) {
    for (const key of Object.keys(kept)) if (key.startsWith("tahkim:")) kept.removeItem(key);
  }
});
