// Keys for whoever marks many questions: j and k go to the next and the
// previous, 0 to 4 choose a level, e goes to the files, c asks for a correction,
// ? tells of them. They rest while somebody writes, and can be turned off; the
// browser remembers.
const keys = document.getElementById("keys");
const box = document.getElementById("keys-on");
const remembered = "aktsom.keys";

if (keys && box) {
  keys.hidden = false;
  box.checked = localStorage.getItem(remembered) !== "off";
  box.addEventListener("change", () => localStorage.setItem(remembered, box.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    if (box.checked && !event.ctrlKey && !event.metaKey && !event.altKey && !writing(event.target)) {
      press(event);
    }
  });
}

// A radio button or a box takes no letters, so the keys work there too.
function writing(element) {
  return element.matches("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");
}

function press(event) {
  if (event.key === "?") {
    keys.open = !keys.open;
    keys.querySelector("summary").focus();
    return;
  }
  const goal = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!goal) {
    return;
  }
  event.preventDefault();
  if (goal.matches("summary")) {
    goal.parentElement.open = true;
    goal.parentElement.querySelector("textarea").focus();
    return;
  }
  goal.focus();
  goal.click();
}

// Beside the question, the work list scrolls by itself to where one is.
const queue = document.getElementById("queue");
const here = queue?.querySelector("[aria-current]");
if (here && queue.scrollHeight > queue.clientHeight) {
  queue.scrollTop = here.offsetTop - queue.offsetTop - queue.clientHeight / 3;
}
