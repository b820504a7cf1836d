// A search answers as one types: the server finds, here its answer is put in the place of the one before.

const PAUSE = 200; // milliseconds without typing

for (const form of document.querySelectorAll("[data-search]")) {
  let turn = 0;
  let timer;

  async function search() {
    const mine = ++turn;
    const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
    try {
      const answer = await fetch(address, { headers: { accept: "text/html" }, redirect: "error" });
      if (!answer.ok || mine !== turn) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.getElementById(form.dataset.search);
      if (found && mine === turn) document.getElementById(form.dataset.search).replaceWith(document.adoptNode(found));
    } catch {
      // Without a connection the list stays; the button says what is wrong.
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
}
