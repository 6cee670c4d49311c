// Saves each answer as it is given, and lets questions, boxes and mistakes come
// and go as the portal says, without moving the focus.
import { Outbox } from "./outbox.js";
import { makeRows } from "./rows.js";

const form = document.querySelector("form[data-assessment]");
const pause = 800; // milliseconds of rest before what is typed is sent
const flushTime = 5000;

const say = (key, words = {}) =>
  Object.entries(words).reduce((text, [name, word]) => text.replace(`{${name}}`, word ?? ""), form.dataset[key]);
const sectionOf = (question) => form.querySelector(`[data-question="${CSS.escape(question)}"]`);
const about = (field) => field.name && !/^(q|box|then|about\..*|r\..*|file\..*)$/.test(field.name) && field.type !== "file";
const fieldsIn = (section) => [...section.querySelectorAll("input, select, textarea")].filter(about);

// valueOf is what stands in the fields of a question.
function valueOf(section) {
  const value = {};
  for (const field of fieldsIn(section)) {
    if ((field.type === "radio" || field.type === "checkbox") && !field.checked) {
      continue;
    }
    (value[field.name] ??= []).push(field.value);
  }
  return value;
}

// fill puts a value back that was not saved.
function fill(section, value) {
  makeRows(section, value);
  const seen = {};
  for (const field of fieldsIn(section)) {
    const given = value[field.name];
    const at = (seen[field.name] = (seen[field.name] ?? -1) + 1);
    if (field.type === "radio" || field.type === "checkbox") {
      field.checked = given?.includes(field.value) ?? false;
    } else {
      field.value = given?.[field.type === "hidden" ? at : 0] ?? "";
    }
  }
}

function revisionOf(question) {
  return Number(form.querySelector(`input[name="r.${CSS.escape(question)}"]`)?.value ?? 0);
}

// revisions are those of the answers that are shown.
function revisions() {
  return Object.fromEntries([...form.querySelectorAll('input[name^="r."]')].map((field) => [field.name.slice(2), Number(field.value)]));
}

function marks() {
  return Object.fromEntries([...form.querySelectorAll("[data-part]")].map((el) => [el.dataset.part, el.dataset.mark]));
}

async function post(save, signal) {
  const shown = revisions();
  const response = await fetch(`/assessments/${form.dataset.assessment}/answers`, {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/json" },
    body: JSON.stringify({ ...save, page: form.dataset.page, parts: marks(), shown }),
    redirect: "error",
    signal,
  });
  const answer = await response.json().catch(() => null);
  return { status: response.status, answer: answer && { ...answer, shown } };
}

// tell shows at the question how its save goes.
function tell(question, state, detail) {
  const line = sectionOf(question)?.querySelector("[data-save]");
  if (!line) {
    return;
  }
  line.dataset.state = state;
  line.textContent = {
    saving: say("saving"),
    saved: say("saved", { clock: detail }),
    unsaved: say("unsaved"),
    "signed-out": say("signedOut"),
    refused: detail ?? say("unsaved"),
  }[state] ?? "";
  if (state === "signed-out") {
    const link = Object.assign(document.createElement("a"), {
      href: `/sign-in?next=${encodeURIComponent(form.dataset.next)}`,
      textContent: say("signIn"),
      className: "ds-link",
    });
    line.append(" ", link);
  }
}

// overtaken tells whether a question is another one than when the portal was
// asked: one's own save came in meanwhile, and is no colleague's. The next look
// shows what else there is.
const overtaken = (question, shown) => revisionOf(question) !== (shown[question] ?? 0);

// apply draws the pieces that have changed since the portal was asked, when the
// revisions stood as shown. A piece in which somebody is writing stays until the
// next time, unless it must change.
function apply({ parts, shown }, force = () => false) {
  let appeared = false;
  let changed = false;
  let lost = null;
  for (const part of parts) {
    const place = form.querySelector(`[data-part="${CSS.escape(part.name)}"]`);
    const must = part.force || force(part.name);
    if (!place || (place.dataset.mark === part.mark && !must && !part.newer)) {
      continue;
    }
    const question = place.closest("[data-question]")?.dataset.question;
    if (part.newer && !must && (outbox.waiting(question) || overtaken(question, shown))) {
      continue; // what is typed here is being saved, then both are shown; or it has just been
    }
    const focused = place.contains(document.activeElement) ? document.activeElement : null;
    if ((focused || place.querySelector("[data-busy]")) && !must) {
      continue;
    }
    appeared ||= part.name.endsWith(".ask") && !place.firstElementChild && part.html.trim() !== "";
    redraw(place, part.html);
    place.dataset.mark = part.mark;
    changed ||= part.newer;
    lost = focused ? { focused, place } : lost;
    putBack(place, part);
  }
  if (appeared || changed) {
    document.getElementById("page-status").textContent = say(appeared ? "appeared" : "otherChanged");
  }
  document.dispatchEvent(new Event("drawn"));
  if (lost) {
    refocus(lost);
  }
}

// redraw replaces what stands in a place. What was unfolded there stays so.
function redraw(place, html) {
  const summaries = () => [...place.querySelectorAll("details > summary")];
  const open = new Set(summaries().filter((each) => each.parentElement.open).map((each) => each.textContent));
  place.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  for (const each of summaries()) {
    each.parentElement.open ||= open.has(each.textContent);
  }
}

// refocus gives the focus back that a piece lost as it was drawn: to the same
// thing, or to the nearest that is there.
function refocus({ focused, place }) {
  const same = focused.isConnected ? focused : focused.id && document.getElementById(focused.id);
  const files = place.querySelector('input[type="file"]');
  const field = document.getElementById(`a-${place.closest("[data-question]")?.dataset.question}`);
  (same || files || field)?.focus();
}

// putBack keeps what waits to be saved in a question that was drawn anew.
function putBack(place, part) {
  const section = place.closest("[data-question]");
  const waits = section && part.name.endsWith(".ask") && !part.force && outbox.waiting(section.dataset.question);
  if (waits) {
    fill(section, waits);
  }
}

// refresh asks which pieces have changed, without saving anything.
export async function refresh(force) {
  const { status, answer } = await post({ save: "", question: "", value: {}, base: 0 }, AbortSignal.timeout(flushTime));
  if (status === 200) {
    apply({ ...answer, parts: answer.parts.filter((part) => !undecided(part)) }, force);
    version = answer.version;
  }
}

// undecided tells of the choice between two answers, while one has not chosen:
// a look knows nothing of it, and must not take it away.
const undecided = (part) => part.name.endsWith(".collision") && outbox.waiting(part.name.slice(0, -".collision".length));

const watchPause = 5000; // milliseconds between looks for what colleagues do
const nobody = 30 * 60_000; // nobody is there: the page stops looking until somebody is
let version = "";
let touched = Date.now();

// watch looks now and then, while the page is seen, whether a colleague has
// answered something. Where nobody has, the portal says so in a few bytes.
async function watch() {
  if (document.hidden || !navigator.onLine || Date.now() - touched > nobody) {
    return;
  }
  const headers = { Accept: "application/json", ...(version && { "If-None-Match": version }) };
  const response = await fetch(`/assessments/${form.dataset.assessment}/changes`, {
    headers, cache: "no-store", redirect: "error", signal: AbortSignal.timeout(flushTime),
  });
  if (response.status !== 200) {
    return;
  }
  const seen = (await response.json()).version;
  if (version !== seen) {
    await refresh();
  }
}

// tick lets «2 min ago» stay true.
function tick() {
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { style: "short" });
  for (const time of form.querySelectorAll("time[data-ago]")) {
    const minutes = Math.floor((Date.now() - new Date(time.dateTime)) / 60_000);
    if (minutes > 0 && minutes < 60) {
      time.textContent = words.format(-minutes, "minute");
    }
  }
}

function keepWatching() {
  setTimeout(() => {
    tick();
    watch().catch(() => {}).finally(keepWatching);
  }, watchPause);
}

const outbox = new Outbox(form?.dataset.assessment, {
  post,
  tell,
  draw(question, answer) {
    const revision = form.querySelector(`input[name="r.${CSS.escape(question)}"]`);
    if (revision && !answer.collides) {
      revision.value = answer.revision;
    }
    apply(answer);
    follow(answer.version);
  },
  placeOf,
});

// follow takes the version that one's own save has led to, unless a colleague's
// came in between: then the next look shows it.
function follow(next) {
  const number = (tag) => Number(tag.replaceAll('"', ""));
  if (version && number(next) === number(version) + 1) {
    version = next;
  }
}

// placeOf says of a question where it is asked and how it begins, for pages that
// only tell of what waits.
function placeOf(question) {
  const words = sectionOf(question)?.querySelector(".question__text")?.firstChild?.textContent.trim();
  return { page: form.dataset.page, words: words ?? "" };
}

// give hands a question's value on, at once or after a rest.
function give(field, delay) {
  const section = field.closest("[data-question]");
  if (!section || !about(field)) {
    return;
  }
  const question = section.dataset.question;
  if (field.name.startsWith("keep.")) {
    outbox.decide(question, valueOf(section), revisionOf(question));
  } else {
    outbox.give(question, valueOf(section), revisionOf(question), delay);
  }
}

let lastKey = "";

// passing tells whether a radio button was reached with an arrow key: on the way
// to the right one every button is chosen for a moment.
const passing = (field) => field.type === "radio" && lastKey.startsWith("Arrow");

// busy tells whether something would be lost, or arrive late, by leaving now.
const busy = () => !outbox.idle(sectionOf) || form.querySelector("[data-busy]");

function warn() {
  const status = document.getElementById("page-status");
  status.className = "ds-alert";
  status.dataset.color = "warning";
  status.textContent = say(outbox.signedOut ? "signedOut" : "offline");
  status.scrollIntoView({ block: "nearest" });
}

let leaving = false;

async function leave(go) {
  if ((await outbox.flush(flushTime, sectionOf)) && !form.querySelector("[data-busy]")) {
    leaving = true;
    go();
  } else {
    warn();
  }
}

if (form) {
  for (const kind of ["input", "pointerdown", "keydown"]) {
    document.addEventListener(kind, () => (touched = Date.now()), { passive: true });
  }
  document.addEventListener("visibilitychange", () => (touched = Date.now()));
  keepWatching();
  form.addEventListener("input", (event) => give(event.target, pause));
  form.addEventListener("change", (event) => give(event.target, passing(event.target) ? pause : 0));
  form.addEventListener("keydown", (event) => (lastKey = event.key));
  form.addEventListener("pointerdown", () => (lastKey = ""));
  form.addEventListener("submit", (event) => {
    if (busy() && !leaving) {
      event.preventDefault();
      const { submitter } = event;
      leave(() => form.requestSubmit(submitter));
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link?.pathname === "/sign-in") {
      leaving = true; // what waits lies in the browser until one is back
      return;
    }
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    if (link && plain && link.host === location.host && !link.hash && !link.target && busy() && !leaving) {
      event.preventDefault();
      leave(() => link.click());
    }
  });
  addEventListener("beforeunload", (event) => {
    if (busy() && !leaving) {
      event.preventDefault();
    }
  });
  for (const [question, value] of outbox.restore()) {
    const section = sectionOf(question);
    if (section) {
      fill(section, value);
      tell(question, "unsaved");
    }
  }
  outbox.again();
}
