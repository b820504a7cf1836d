// Keeps the page of a job up to date: fetches the page again and takes over what has changed.

const PAUSE = 1500;

async function refresh() {
  const shown = document.getElementById("job");
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("job");
    if (!("underWay" in fresh.dataset)) {
      shown.replaceWith(fresh);
      return;
    }
    // While it runs only the progress changes, so that the focus stays where it is.
    shown.querySelector(".page-head .badge").replaceWith(fresh.querySelector(".page-head .badge"));
    shown.querySelector("[data-live]").replaceChildren(...fresh.querySelector("[data-live]").childNodes);
  } catch {
    // The server is away for a moment; try again.
  }
  setTimeout(refresh, PAUSE);
}

setTimeout(refresh, PAUSE);
