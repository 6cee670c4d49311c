// Sends files as they are dropped or chosen, piece by piece: after a line that
// broke a file goes on where it stood. And keeps what is said of a file as it
// is said.
import { refresh } from "./answer.js";

const form = document.querySelector("form[data-assessment]");
const together = 2; // files on the line at once
const pieceSize = 4 << 20; // bytes of one request
const hashable = 64 << 20; // larger files are not read into memory to be known again
const pauses = [1, 2, 4, 8, 15, 30]; // seconds between tries

const say = (key, words) => Object.entries(words).reduce((text, [name, word]) => text.replace(`{${name}}`, () => word), form.dataset[key]);
const dropOf = (question) => form.querySelector(`[data-drop="${CSS.escape(question)}"]`);
const jobs = new Set(); // files waiting and on their way
const shown = new Set(); // and those of which something is still said
const json = { Accept: "application/json", "Content-Type": "application/json" };

// Job is one file on its way in.
class Job {
  constructor(drop, file, replaces) {
    Object.assign(this, { question: drop.dataset.drop, file, replaces, offset: 0, tries: 0, state: "waiting" });
    this.line = document.createElement("li");
    this.text = document.createElement("span");
    this.text.setAttribute("role", "status");
    this.bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
    this.bar.setAttribute("aria-hidden", "true");
    this.line.append(this.text);
    drop.querySelector("[data-progress]").append(this.line);
    shown.add(this);
  }

  // leave takes the line away, and leaves the focus where the next file is
  // chosen.
  leave() {
    const focused = this.line.contains(document.activeElement);
    shown.delete(this);
    this.line.remove();
    if (focused) {
      dropOf(this.question)?.querySelector('input[type="file"]')?.focus();
    }
  }

  // percent is how much of the file the portal has, or is about to have.
  percent(loaded = 0) {
    return Math.min(100, Math.floor((100 * (this.offset + loaded)) / Math.max(1, this.file.size)));
  }

  // show says how the file is, with the buttons that help.
  show(state, text, ...buttons) {
    const focused = this.line.contains(document.activeElement);
    this.state = this.line.dataset.state = state;
    this.text.textContent = text;
    this.text.className = state === "failed" ? "ds-validation-message" : "";
    this.line.replaceChildren(this.text, ...(["waiting", "sending", "paused"].includes(state) ? [this.bar] : []), ...buttons);
    this.line.toggleAttribute("data-failed", state === "failed");
    if (focused) {
      buttons[0]?.focus();
    }
  }

  wait() {
    this.show("waiting", say("waiting", { name: this.file.name }), this.stopButton());
  }

  moved(loaded) {
    const percent = this.percent(loaded);
    this.bar.value = percent;
    const key = percent < 100 ? "uploading" : "checking";
    if (this.state !== "sending") {
      this.show("sending", "", this.stopButton());
    }
    const text = say(key, { name: this.file.name, percent });
    // A screen reader is told of quarters, the eye of everything.
    this.text.setAttribute("aria-live", percent % 25 === 0 ? "polite" : "off");
    this.text.textContent = text;
  }

  fail(text, ...buttons) {
    this.show("failed", text, ...buttons, button(form.dataset.close, () => this.leave()));
  }

  stopButton() {
    const stop = button(form.dataset.cancel, () => this.stop());
    stop.append(hidden(`: ${this.file.name}`));
    return stop;
  }

  // stop gives the file up, here and at the portal.
  stop() {
    this.stopped = true;
    this.request?.abort();
    this.wake?.();
    if (this.id) {
      fetch(`/uploads/${this.id}/cancel`, { method: "POST", headers: { Accept: "application/json" } }).catch(() => {});
    }
    end(this);
    this.leave();
    document.getElementById("page-status").textContent = say("cancelled", { name: this.file.name });
  }
}

function button(words, press) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "ds-button", textContent: words });
  made.dataset.variant = "tertiary";
  made.dataset.size = "sm";
  made.addEventListener("click", press);
  return made;
}

const hidden = (words) => Object.assign(document.createElement("span"), { className: "ds-sr-only", textContent: words });

// take queues files for a question.
function take(drop, files, replaces = "") {
  [...shown].filter((job) => job.question === drop.dataset.drop && "failed" in job.line.dataset).forEach((job) => job.leave());
  for (const file of files) {
    const job = new Job(drop, file, replaces);
    if (file.size > Number(drop.dataset.most)) {
      job.fail(say("large", { name: file.name }));
      continue;
    }
    job.wait();
    drop.dataset.busy = "";
    jobs.add(job);
    replaces = "";
  }
  next();
}

// next puts files on the line, a few at a time.
function next() {
  for (const job of jobs) {
    if ([...jobs].filter((other) => other.running).length >= together) {
      return;
    }
    if (!job.running) {
      job.running = true;
      send(job).catch((error) => {
        job.fail(say("broken", { name: job.file.name }));
        console.warn(error);
      }).finally(() => {
        end(job);
        next();
      });
    }
  }
}

// end takes a file off the line.
function end(job) {
  jobs.delete(job);
  const drop = dropOf(job.question);
  if (drop && ![...jobs].some((other) => other.question === job.question)) {
    delete drop.dataset.busy;
  }
}

// send moves one file, however often the line breaks, until it is there,
// refused or stopped.
async function send(job) {
  job.sum = await sumOf(job.file);
  while (!job.stopped) {
    const { status, answer } = job.id ? await sendPiece(job) : await begin(job);
    if (job.stopped) {
      return;
    }
    if (answer?.same) {
      return known(job, answer.same);
    }
    if (status === 200 || status === 201) {
      job.tries = answer.offset > job.offset ? 0 : job.tries;
      job.id ??= answer.id;
      job.offset = answer.offset;
      if (answer.done) {
        return arrived(job);
      }
    } else if ((status === 409 || status === 404) && job.id && job.tries < pauses.length) {
      job.tries++;
      await look(job);
    } else if (status === 0 || status === 401 || status === 429 || status >= 500) {
      if (!(await readable(job.file))) {
        return job.fail(say("changed", { name: job.file.name }));
      }
      await rest(job, status);
    } else {
      return job.fail(`${job.file.name}: ${answer?.message ?? say("broken", { name: job.file.name })}`);
    }
  }
}

// begin announces a file. The portal may know it already, or have a part of it.
async function begin(job) {
  const { question, file, sum } = job;
  return ask(`/assessments/${form.dataset.assessment}/uploads`, {
    method: "POST",
    headers: json,
    body: JSON.stringify({ question, name: file.name, size: file.size, sha256: sum }),
  });
}

async function ask(address, options) {
  try {
    const response = await fetch(address, { ...options, redirect: "error", signal: AbortSignal.timeout(30_000) });
    return { status: response.status, answer: await response.json().catch(() => null) };
  } catch {
    return { status: 0 };
  }
}

// look asks where a file stands after its line broke.
async function look(job) {
  try {
    const response = await fetch(`/uploads/${job.id}`, { method: "HEAD", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(10_000) });
    if (response.ok) {
      job.offset = Number(response.headers.get("Upload-Offset"));
    } else if (response.status === 404) {
      job.id = undefined; // given up meanwhile: from the beginning
      job.offset = 0;
    }
    return response.ok;
  } catch {
    return false;
  }
}

// sendPiece sends the next bytes of a file; status 0 is a line that broke.
function sendPiece(job) {
  return new Promise((done) => {
    const request = (job.request = new XMLHttpRequest());
    job.moved(0);
    request.upload.addEventListener("progress", (event) => job.moved(event.loaded));
    request.addEventListener("load", () => done({ status: request.status, answer: request.response }));
    for (const kind of ["error", "abort", "timeout"]) {
      request.addEventListener(kind, () => done({ status: 0 }));
    }
    request.open("PATCH", `/uploads/${job.id}?replaces=${encodeURIComponent(job.replaces)}`);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Content-Type", "application/offset+octet-stream");
    request.setRequestHeader("Upload-Offset", job.offset);
    request.responseType = "json";
    request.send(job.file.slice(job.offset, job.offset + pieceSize));
  });
}

// rest waits for the line, a little longer each time, and looks where the file
// stands.
async function rest(job, status) {
  const key = status === 401 ? "uploadSignedOut" : "paused";
  job.show("paused", say(key, { name: job.file.name, percent: job.percent() }), job.stopButton());
  await new Promise((done) => {
    job.wake = done;
    setTimeout(done, 1000 * pauses[Math.min(job.tries++, pauses.length - 1)]);
  });
  if (!job.stopped && job.id) {
    await look(job);
  }
}

// known offers a file that was given already, instead of sending it again.
function known(job, same) {
  if (same.here) {
    return job.fail(say("sameHere", { name: job.file.name }));
  }
  job.fail(
    say("same", { name: job.file.name, question: same.question }),
    button(form.dataset.useHere, () => use(job.question, same.id, job)),
  );
  job.line.dataset.state = "known";
  job.text.className = "";
}

// use gives a file for this question that was given for another.
async function use(question, id, job) {
  const body = new URLSearchParams({ question });
  const { status, answer } = await ask(`/files/${id}/use`, { method: "POST", headers: { Accept: "application/json" }, body });
  if (status === 200) {
    job?.leave();
    await draw(question);
  } else if (job) {
    job.fail(answer?.message ?? form.dataset.unsaved);
  }
}

// arrived shows the file in the list.
async function arrived(job) {
  job.leave();
  end(job);
  await draw(job.question);
}

// draw shows the files of a question as they are.
async function draw(question) {
  await refresh((name) => name === `${question}.after`).catch(() => {});
  watch(0);
}

// sumOf is a file's SHA-256, by which it is known again; empty where the
// browser cannot tell.
async function sumOf(file) {
  if (!crypto.subtle || file.size > hashable) {
    return "";
  }
  try {
    const sum = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return Array.from(new Uint8Array(sum), (b) => b.toString(16).padStart(2, "0")).join("");
  } catch {
    return "";
  }
}

// readable tells whether a file is still the one that was chosen.
const readable = (file) => file.slice(0, 1).arrayBuffer().then(() => true, () => false);

// watch looks now and then whether files that are being checked are ready.
let watching;
function watch(tries) {
  clearTimeout(watching);
  if (tries < 6 && form.querySelector('[data-file][data-state="given"]')) {
    watching = setTimeout(() => restate('[data-state="given"]').finally(() => watch(tries + 1)), 3000 * 2 ** tries);
  }
}

// restate shows how files are by now, where something matches the selector and
// nobody is saying something of a file. The focus stays.
function restate(selector) {
  const still = (name) => {
    const place = form.querySelector(`[data-part="${CSS.escape(name)}"]`);
    return place?.querySelector(selector) && !place.querySelector("[data-busy]") && !place.querySelector("[data-about]:focus-within");
  };
  return refresh((name) => name.endsWith(".after") && still(name)).catch(() => {});
}

// describe keeps what is said of a file.
async function describe(group) {
  const body = new URLSearchParams();
  for (const field of group.querySelectorAll("[name]")) {
    body.append(field.name.split(".").at(-1), field.value);
  }
  const found = () => form.querySelector(`[data-save-file="${CSS.escape(group.dataset.about)}"]`);
  found().textContent = form.dataset.saving;
  const { status, answer } = await ask(`/files/${group.dataset.about}`, { method: "POST", headers: { Accept: "application/json" }, body });
  const line = found(); // the place may have been drawn anew meanwhile
  if (!line) {
    return;
  }
  line.dataset.state = status === 200 ? "saved" : "unsaved";
  if (status === 200) {
    line.textContent = form.dataset.saved.replace("{clock}", answer.saved_at);
  } else if (status === 0 || status >= 500) {
    line.textContent = form.dataset.unsaved;
    setTimeout(() => group.isConnected && keep(group), 4000);
  } else {
    line.textContent = answer?.message ?? form.dataset.unsaved;
  }
}

let saying = Promise.resolve(); // what was said of a file last, and is being kept
const unsent = new Set(); // files of which something newer was said since

// keep sends what is said of a file, one word after the other: a date is typed
// in steps, and the year 20 must not come after the year 2026.
function keep(group) {
  unsent.add(group);
  saying = saying.catch(() => {}).then(() => unsent.delete(group) && describe(group));
}

// enhance makes the places for files ready for a script.
function enhance() {
  for (const button of form.querySelectorAll(".drop__button")) {
    button.hidden = true;
  }
  for (const label of form.querySelectorAll("[data-replace]")) {
    label.hidden = false;
  }
  for (const job of shown) {
    const drop = dropOf(job.question);
    if (drop && !job.line.isConnected) {
      drop.querySelector("[data-progress]").append(job.line);
    }
    if (drop && jobs.has(job)) {
      drop.dataset.busy = "";
    }
  }
  const own = new Set([...jobs].map((job) => job.id));
  for (const line of form.querySelectorAll("[data-arriving]")) {
    line.hidden = own.has(line.dataset.arriving);
  }
}

if (form) {
  form.addEventListener("change", (event) => {
    const { target } = event;
    const group = target.closest("[data-about]");
    const replace = target.closest("[data-replace]");
    if (group) {
      keep(group);
    } else if (replace) {
      const drop = replace.closest(".evidence").querySelector("[data-drop]");
      take(drop, target.files, replace.dataset.replace);
    } else if (target.type === "file") {
      take(target.closest("[data-drop]"), [...target.files]);
      target.value = "";
    }
  });
  form.addEventListener("click", (event) => {
    const wanted = event.target.closest("[data-use]");
    if (wanted) {
      event.preventDefault();
      use(wanted.closest("[data-question]").dataset.question, wanted.dataset.use);
    }
  });
  form.addEventListener("focusout", (event) => {
    const group = event.target.closest("[data-about]");
    if (group && !group.contains(event.relatedTarget)) {
      saying.finally(() => setTimeout(() => restate(`[data-about="${CSS.escape(group.dataset.about)}"]`), 600));
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
  addEventListener("online", () => jobs.forEach((job) => job.wake?.()));
  document.addEventListener("drawn", enhance);
  enhance();
  watch(0);
}
