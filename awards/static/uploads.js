// Files are sent one after the other, each with a line of its own that says how far it is. Without scripts the form
// sends one file as it always did; the server answers both alike, with its page, and what it says is read from there.

const form = document.querySelector("[data-upload]");
if (form) upload(form);

function upload(form) {
  const input = form.querySelector("[type=file]");
  const list = form.querySelector("[data-uploads]");
  const words = list.dataset;
  const waiting = [];
  let sending = null;
  input.multiple = "many" in input.dataset;

  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    for (const file of input.files) waiting.push(lineOf(file));
    input.value = "";
    next();
  });
  window.addEventListener("beforeunload", (event) => {
    if (sending || waiting.length) event.preventDefault();
  });

  function lineOf(file) {
    const item = document.createElement("li");
    const name = document.createElement("bdi");
    name.textContent = file.name;
    part("span", "upload-name").append(name);
    const line = { file, status: part("p", "hint"), bar: part("progress", ""), button: part("button", "button-quiet") };
    function part(tag, className) {
      const made = document.createElement(tag);
      if (className) made.className = className;
      item.append(made);
      return made;
    }
    line.status.setAttribute("aria-live", "polite");
    line.bar.max = 100;
    line.bar.value = 0;
    line.bar.setAttribute("aria-label", file.name);
    line.button.type = "button";
    list.hidden = false;
    list.append(item);
    say(line, words.waiting);
    offer(line, words.cancel, () => {
      waiting.splice(waiting.indexOf(line), 1);
      end(line, words.cancelled);
    });
    return line;
  }

  function say(line, text, wrong = false) {
    line.status.textContent = text;
    line.status.className = wrong ? "error" : "hint";
  }

  function offer(line, label, act) {
    line.button.hidden = !label;
    line.button.textContent = label;
    line.button.setAttribute("aria-label", `${label} ${line.file.name}`);
    line.button.onclick = act;
  }

  function end(line, text, wrong = false) {
    say(line, text, wrong);
    offer(line, "");
    line.bar.hidden = true;
  }

  function next() {
    if (!sending && waiting.length) send(waiting.shift());
  }

  function send(line) {
    const body = new FormData(form);
    body.set("file", line.file);
    const request = (sending = new XMLHttpRequest());
    line.bar.hidden = false;
    say(line, words.sending);
    offer(line, words.cancel, () => request.abort());
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) line.bar.value = (100 * event.loaded) / event.total;
    };
    request.upload.onload = () => {
      line.bar.removeAttribute("value");
      say(line, words.checking);
      offer(line, "");
    };
    request.onload = () => answered(line, request);
    request.onerror = () => lost(line);
    request.onabort = () => {
      sending = null;
      end(line, words.cancelled);
      next();
    };
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/html");
    request.send(body);
  }

  // The files behind it wait, so that their order stays.
  function lost(line) {
    sending = null;
    say(line, words.lost, true);
    line.bar.value = 0;
    line.bar.hidden = true;
    waiting.unshift(line);
    offer(line, words.again, next);
  }

  function answered(line, request) {
    sending = null;
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const refused = page.querySelector("#file-error, .error-summary li");
    if (refused) {
      end(line, refused.textContent.trim(), true);
    } else if (request.status >= 400 || new URL(request.responseURL).pathname === "/sign-in") {
      if (request.status >= 500) return lost(line);
      end(line, words.refused, true);
    } else if (!input.multiple) {
      end(line, words.done);
      location.assign(request.responseURL);
      return;
    } else {
      end(line, words.done);
      showAttached(page);
    }
    next();
  }

  function showAttached(page) {
    const now = page.querySelector("[data-attached]");
    if (now) document.querySelector("[data-attached]").replaceWith(now);
    if (!page.querySelector("[data-upload]")) form.querySelector("[data-choose]").hidden = true;
  }
}
