// On pages without questions: says which answers this browser has not been able
// to send, sends them when the line is back, and keeps anybody from submitting
// without them.
import { Outbox } from "./outbox.js";

const notice = document.getElementById("waiting");
const words = notice?.dataset;
const submitting = document.querySelector("form[data-submits]");
const flushTime = 5000;
const states = new Map(); // how the save of each question goes
let had = false; // something waited when the page came

async function post(save, signal) {
  const response = await fetch(`/assessments/${words.assessment}/answers`, {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/json" },
    body: JSON.stringify({ ...save, page: "", parts: {} }),
    redirect: "error",
    signal,
  });
  return { status: response.status, answer: await response.json().catch(() => null) };
}

const outbox = new Outbox(words?.assessment, {
  post,
  tell(question, state, detail) {
    states.set(question, { state, detail });
    show();
  },
  draw(question, answer) {
    if (answer.collides) {
      states.set(question, { state: "both" });
    }
    show();
  },
});

// places are where a question that waits is asked.
const places = new Map();

const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

// link leads to a question.
function link(question) {
  const { page, words: text } = places.get(question) ?? {};
  const said = text || question;
  return page
    ? element("a", { className: "ds-link", href: `/assessments/${words.assessment}/pages/${page}#q-${question}`, textContent: said })
    : said;
}

function list(questions, detail) {
  return element("ul", { className: "ds-list" }, ...questions.map((q) => element("li", {}, link(q), detail?.(q) ? ` ${detail(q)}` : "")));
}

// show says what waits and why; nothing when nothing does.
function show() {
  const waiting = [...places.keys()].filter((q) => outbox.waiting(q) !== undefined);
  const refused = [...states].filter(([, { state }]) => state === "refused").map(([q]) => q);
  if (waiting.length === 0 && refused.length === 0) {
    return had ? done() : undefined;
  }
  const both = waiting.filter((q) => states.get(q)?.state === "both");
  const rest = waiting.filter((q) => !both.includes(q));
  const parts = [];
  if (rest.length > 0) {
    const out = rest.some((q) => states.get(q)?.state === "signed-out");
    const count = rest.length === 1 ? words.one : words.many.replace("{count}", rest.length);
    parts.push(element("p", {}, element("strong", { textContent: count })), list(rest));
    parts.push(element("p", { textContent: out ? words.signedOut : words.text }));
    if (out) {
      parts.push(element("p", {}, element("a", { className: "ds-link", href: `/sign-in?next=${encodeURIComponent(location.pathname)}`, textContent: words.signIn })));
    }
  }
  if (both.length > 0) {
    parts.push(element("p", { textContent: words.both }), list(both));
  }
  if (refused.length > 0) {
    parts.push(element("p", { textContent: words.refused }), list(refused, (q) => states.get(q).detail));
  }
  notice.className = "ds-alert";
  notice.dataset.color = "warning";
  notice.replaceChildren(...parts);
}

// done says that all is saved, and shows the page as it is now, unless somebody
// has begun to write on it.
function done() {
  const typed = [...document.querySelectorAll("main input")].some((field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked);
  if (!typed) {
    location.reload();
    return;
  }
  notice.className = "ds-alert";
  notice.dataset.color = "success";
  notice.replaceChildren(
    element("p", { textContent: `${words.sent} ` }, element("a", { className: "ds-link", href: location.pathname, textContent: words.reload })),
  );
}

const unsent = () => !outbox.idle() || outbox.held();

if (notice) {
  for (const [question] of outbox.restore()) {
    places.set(question, outbox.lines.get(question).place);
    had = true;
  }
  if (had) {
    show();
    outbox.again();
  }
  submitting?.addEventListener("submit", async (event) => {
    if (!unsent()) {
      return;
    }
    event.preventDefault();
    const { submitter } = event;
    if ((await outbox.flush(flushTime)) && !unsent()) {
      submitting.requestSubmit(submitter);
      return;
    }
    show();
    notice.tabIndex = -1;
    notice.focus();
  });
}
