// What every page shares: the focus goes to the error summary, menus close, unsent text of entries goes at sign-out.
document.querySelector("[data-focus]")?.focus();

const menus = document.querySelectorAll("[data-menu]");
document.addEventListener("click", (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (menu.open && menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
});

document.querySelector("[data-sign-out]")?.addEventListener("submit", () => {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("tahkim:")) sessionStorage.removeItem(key);
});
