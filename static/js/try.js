// Shows what each made-up answer leads to while it is given. Without this script
// a button does the same.
const form = document.querySelector("form[data-try]");
const pause = 500; // milliseconds of rest before what is typed is sent

let latest = 0;
let waiting = 0;

// draw puts the pieces that have changed in their places; somebody who is
// writing keeps the place.
function draw(parts) {
  for (const part of parts) {
    const place = form.querySelector(`[data-part="${CSS.escape(part.name)}"]`);
    if (!place || place.dataset.mark === part.mark) {
      continue;
    }
    const focused = place.contains(document.activeElement) ? document.activeElement : null;
    if (focused && !part.force) {
      continue;
    }
    const open = place.querySelector("details")?.open;
    place.replaceChildren(...new DOMParser().parseFromString(part.html, "text/html").body.childNodes);
    place.dataset.mark = part.mark;
    if (open) {
      place.querySelector("details").open = true;
    }
    if (focused?.id) {
      document.getElementById(focused.id)?.focus();
    }
  }
  document.dispatchEvent(new Event("drawn"));
}

async function send() {
  const mine = ++latest;
  const body = new FormData(form);
  body.set("then", "stay");
  try {
    const response = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body, redirect: "error" });
    const answer = await response.json();
    if (!response.ok) {
      throw new Error(answer.message);
    }
    if (mine === latest) {
      form.elements.sheet.value = answer.sheet;
      draw(answer.parts);
      document.getElementById("try-status").textContent = "";
    }
  } catch {
    document.getElementById("try-status").textContent = form.dataset.lost;
  }
}

function later(delay) {
  clearTimeout(waiting);
  waiting = setTimeout(send, delay);
}

if (form) {
  form.addEventListener("input", () => later(pause));
  form.addEventListener("change", () => later(0));
}
