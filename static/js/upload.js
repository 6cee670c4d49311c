// Sends files as they are dropped or chosen, one after the other, each with its
// progress; and keeps what is said of a file as it is said.
import { apply, marks, refresh } from "./answer.js";

const form = document.querySelector("form[data-assessment]");
const say = (key, words) => Object.entries(words).reduce((text, [name, word]) => text.replace(`{${name}}`, word), form.dataset[key]);
const queue = [];
let sending = false;

// lineFor shows a file on its way.
function lineFor(drop, file) {
  const line = document.createElement("li");
  line.setAttribute("role", "status");
  line.append(document.createElement("span"));
  line.firstChild.textContent = say("uploading", { name: file.name, percent: 0 });
  drop.querySelector("[data-progress]").append(line);
  return line;
}

function failed(line, text) {
  line.replaceChildren(Object.assign(document.createElement("span"), { className: "ds-validation-message", textContent: text }));
  line.dataset.failed = "";
}

// take queues files for a question.
function take(drop, files, replaces = "") {
  const clear = drop.querySelectorAll("[data-failed]");
  clear.forEach((line) => line.remove());
  for (const file of files) {
    const line = lineFor(drop, file);
    const most = Number(drop.dataset.most);
    if (file.size > most) {
      failed(line, form.dataset.large.replace("{name}", file.name));
      continue;
    }
    drop.dataset.busy = "";
    queue.push({ question: drop.dataset.drop, file, line, replaces });
    replaces = "";
  }
  next();
}

const dropOf = (question) => form.querySelector(`[data-drop="${CSS.escape(question)}"]`);

async function next() {
  if (sending || queue.length === 0) {
    return;
  }
  sending = true;
  const job = queue.shift();
  const { status, answer } = await send(job);
  sending = false;
  const drop = dropOf(job.question);
  if (!queue.some((other) => other.question === job.question)) {
    delete drop?.dataset.busy;
  }
  finish(job, status, answer);
  next();
}

// finish shows what became of a file: it stands in the list, or its line says
// why not.
function finish(job, status, answer) {
  if (status === -1) {
    job.line.remove();
    return;
  }
  if (status !== 200) {
    failed(job.line, answer?.message ?? say("broken", { name: job.file.name }));
    return;
  }
  if (answer.refused?.length) {
    failed(job.line, answer.refused.join(" "));
  } else {
    job.line.remove();
  }
  const waiting = [...dropOf(job.question).querySelectorAll("[data-progress] > li")];
  const busy = dropOf(job.question).dataset.busy;
  apply(answer.parts, (name) => name === `${job.question}.after`);
  const drop = dropOf(job.question);
  drop?.querySelector("[data-progress]").append(...waiting);
  if (drop && busy !== undefined) {
    drop.dataset.busy = "";
  }
  watch(0);
}

// send moves one file; status 0 is a lost line, -1 one that was cut on purpose.
function send({ question, file, line, replaces }) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
    bar.setAttribute("aria-hidden", "true");
    const stop = Object.assign(document.createElement("button"), { type: "button", className: "ds-button", textContent: form.dataset.cancel });
    stop.dataset.variant = "tertiary";
    stop.dataset.size = "sm";
    stop.addEventListener("click", () => request.abort());
    line.append(bar, stop);
    request.upload.addEventListener("progress", (event) => {
      const percent = event.lengthComputable ? Math.floor((100 * event.loaded) / event.total) : 0;
      bar.value = percent;
      line.firstChild.textContent =
        percent < 100 ? say("uploading", { name: file.name, percent }) : say("checking", { name: file.name });
    });
    request.addEventListener("load", () => done({ status: request.status, answer: request.response }));
    request.addEventListener("error", () => done({ status: 0 }));
    request.addEventListener("abort", () => done({ status: -1 }));
    request.open("POST", `/assessments/${form.dataset.assessment}/files`);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    const body = new FormData();
    body.append("question", question);
    body.append("replaces", replaces);
    body.append("parts", JSON.stringify(marks()));
    body.append("file", file);
    request.send(body);
  });
}

// watch looks now and then whether files that are being checked are ready.
let watching;
function watch(tries) {
  clearTimeout(watching);
  if (tries < 6 && form.querySelector('[data-file][data-state="given"]')) {
    watching = setTimeout(() => refresh().catch(() => {}).finally(() => watch(tries + 1)), 3000 * 2 ** tries);
  }
}

// describe keeps what is said of a file.
async function describe(group) {
  const body = new URLSearchParams();
  for (const field of group.querySelectorAll("[name]")) {
    body.append(field.name.split(".").at(-1), field.value);
  }
  const line = group.querySelector("[data-save-file]");
  line.textContent = form.dataset.saving;
  try {
    const response = await fetch(`/files/${group.dataset.about}`, { method: "POST", headers: { Accept: "application/json" }, body, redirect: "error" });
    const answer = await response.json();
    line.dataset.state = response.ok ? "saved" : "unsaved";
    line.textContent = response.ok ? form.dataset.saved.replace("{clock}", answer.saved_at) : answer.message;
  } catch {
    line.dataset.state = "unsaved";
    line.textContent = form.dataset.unsaved;
    setTimeout(() => group.isConnected && describe(group), 4000);
  }
}

// enhance makes the places for files ready for a script.
function enhance() {
  for (const button of form.querySelectorAll(".drop__button")) {
    button.hidden = true;
  }
  for (const label of form.querySelectorAll("[data-replace]")) {
    label.hidden = false;
  }
}

if (form) {
  form.addEventListener("change", (event) => {
    const { target } = event;
    const group = target.closest("[data-about]");
    const replace = target.closest("[data-replace]");
    if (group) {
      describe(group);
    } else if (replace) {
      const drop = replace.closest(".evidence").querySelector("[data-drop]");
      take(drop, target.files, replace.dataset.replace);
    } else if (target.type === "file") {
      take(target.closest("[data-drop]"), [...target.files]);
      target.value = "";
    }
  });
  form.addEventListener("focusout", (event) => {
    const group = event.target.closest("[data-about]");
    if (group && !group.contains(event.relatedTarget)) {
      setTimeout(() => refresh().catch(() => {}), 600);
    }
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(kind, (event) => {
      const drop = event.target.closest("[data-drop]");
      if (!drop) {
        return;
      }
      event.preventDefault();
      drop.classList.toggle("drop--over", kind === "dragover");
      if (kind === "drop") {
        take(drop, event.dataTransfer.files);
      }
    });
  }
  document.addEventListener("drawn", enhance);
  enhance();
  watch(0);
}
