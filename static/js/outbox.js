// Holds answers until the portal has them. Each question has at most one save
// under way; what is given meanwhile waits, and only the newest of it is sent.
// What is not sent lies in the browser's storage, so that it survives a lost
// line and a reload. A save that got no answer is sent again with the same id:
// the portal knows it and counts it once.

const pauses = [2, 4, 8, 15, 30, 60]; // seconds between tries
const patience = 20_000; // milliseconds before a try is given up

export class Outbox {
  // post(body) sends one save and resolves to {status, answer}; tell(question,
  // state, detail) shows how it went; draw(question, answer) shows what the
  // portal says; placeOf(question) says where it is asked, for other pages.
  constructor(assessment, { post, tell, draw, placeOf = () => ({}) }) {
    this.prefix = `aktsom.answer.${assessment}.`;
    this.lines = new Map();
    this.tries = 0;
    Object.assign(this, { post, tell, draw, placeOf });
    addEventListener("online", () => this.again());
    document.addEventListener("visibilitychange", () => document.hidden || this.again());
  }

  // restore takes up what an earlier page could not send.
  restore() {
    const found = new Map();
    for (let i = 0; i < localStorage.length; i++) {
      const key = localStorage.key(i);
      if (!key.startsWith(this.prefix)) {
        continue;
      }
      const question = key.slice(this.prefix.length);
      const kept = read(key);
      if (kept && (kept.flight || kept.next)) {
        this.lines.set(question, { base: kept.base, flight: kept.flight, next: kept.next, place: kept.place });
        found.set(question, kept.next ?? kept.flight.value);
      }
    }
    return found;
  }

  // give takes the newest value of a question and sends it after the delay.
  give(question, value, base, delay = 0) {
    const line = this.lines.get(question) ?? { base };
    this.lines.set(question, line);
    clearTimeout(line.timer);
    if (!line.flight && line.saved === JSON.stringify(value)) {
      line.next = null;
      this.keep(question);
      return;
    }
    line.next = value;
    this.keep(question);
    this.tell(question, "typing"); // what was said of an earlier value holds no more
    if (line.held) {
      return;
    }
    line.timer = setTimeout(() => this.send(question), delay);
  }

  // decide lets a value go that was held back by somebody else's answer.
  decide(question, value, base) {
    const line = this.lines.get(question) ?? { base };
    line.held = false;
    this.lines.set(question, line);
    this.give(question, value, base);
  }

  // waiting is the value that is not saved yet, if there is one.
  waiting(question) {
    const line = this.lines.get(question);
    return line?.next ?? line?.flight?.value;
  }

  // idle tells whether everything is saved, of the questions that are asked
  // about. What somebody else's answer holds back is for a person to decide.
  idle(about = () => true) {
    return [...this.lines].every(([question, line]) => (!line.flight && !line.next) || line.held || !about(question));
  }

  // held tells whether anything waits for a person to choose.
  held() {
    return [...this.lines.values()].some((line) => line.held);
  }

  // flush sends at once what waits, and tells whether all was saved in time.
  async flush(wait, about) {
    const end = Date.now() + wait;
    while (!this.idle(about) && Date.now() < end) {
      for (const [question, line] of this.lines) {
        clearTimeout(line.timer);
        this.send(question);
      }
      await new Promise((done) => setTimeout(done, 60));
    }
    return this.idle(about);
  }

  // again tries everything that waits.
  again() {
    clearTimeout(this.later);
    for (const question of this.lines.keys()) {
      this.send(question);
    }
  }

  async send(question) {
    const line = this.lines.get(question);
    if (!line || line.sending || line.held || (!line.flight && !line.next)) {
      return;
    }
    if (!line.flight) {
      line.flight = { save: crypto.randomUUID?.() ?? anyID(), value: line.next };
      line.next = null;
      this.keep(question);
    }
    line.sending = true;
    this.tell(question, "saving");
    try {
      const save = { save: line.flight.save, question, value: line.flight.value, base: line.base };
      const { status, answer } = await this.post(save, AbortSignal.timeout(patience));
      line.sending = false;
      this.settle(question, line, status, answer);
    } catch {
      line.sending = false;
      this.retry(question, "unsaved");
    }
  }

  settle(question, line, status, answer) {
    this.signedOut = status === 401;
    if (status === 401) {
      this.retry(question, "signed-out");
    } else if (status === 429 || status >= 500) {
      this.retry(question, "unsaved");
    } else if (status !== 200) {
      this.drop(question);
      this.tell(question, "refused", answer?.message);
    } else if (answer.collides) {
      line.next ??= line.flight.value;
      line.flight = null;
      line.held = true;
      this.keep(question);
      this.tell(question, "");
      this.draw(question, answer);
    } else {
      this.tries = 0;
      line.base = answer.revision;
      line.saved = JSON.stringify(line.flight.value);
      line.flight = null;
      this.keep(question);
      this.tell(question, "saved", answer.saved_at);
      this.draw(question, answer);
      this.send(question);
    }
  }

  retry(question, state) {
    this.tell(question, state);
    const pause = pauses[Math.min(this.tries++, pauses.length - 1)];
    clearTimeout(this.later);
    this.later = setTimeout(() => this.again(), pause * 1000);
  }

  drop(question) {
    this.lines.delete(question);
    localStorage.removeItem(this.prefix + question);
  }

  // keep writes a line down where a reload finds it.
  keep(question) {
    const line = this.lines.get(question);
    const { base, flight, next } = line;
    try {
      if (flight || next) {
        line.place ??= this.placeOf(question);
        localStorage.setItem(this.prefix + question, JSON.stringify({ base, flight, next, place: line.place }));
      } else {
        localStorage.removeItem(this.prefix + question);
      }
    } catch {
      // Storage is full or forbidden: the answer still waits on this page, and
      // leaving it warns.
    }
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

// anyID is for pages without TLS, where a browser makes no UUID.
function anyID() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}
