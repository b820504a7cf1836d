// What every page shares: the focus goes to the error summary.
document.querySelector("[data-focus]")?.focus();
