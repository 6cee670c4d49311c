// Lets a table of rows grow, shrink and take what is pasted from a spreadsheet.

const words = document.querySelector("form[data-assessment]")?.dataset;

const bodyOf = (rows) => rows.querySelector("tbody");
const rowsIn = (rows) => [...bodyOf(rows).querySelectorAll("tr[data-row]")];
const fieldsIn = (row) => [...row.querySelectorAll("input, select, textarea")];
// cellsIn are the fields of a row that have a column in a spreadsheet: not what
// nobody sees, nor the words beside an option.
const cellsIn = (row) => fieldsIn(row).filter((field) => field.type !== "hidden" && !("beside" in field.dataset));

// number gives a row its place: in names, ids and labels.
function number(rows, row, at) {
  const prefix = rows.dataset.rows;
  for (const field of fieldsIn(row)) {
    const [, , column] = /^(\d+)\.(.*)$/.exec(field.name.slice(prefix.length + 1));
    field.name = `${prefix}.${at}.${column}`;
    const id = `${prefix.slice(2)}-row-${at}-${column}-${field.value && field.type === "checkbox" ? field.value : ""}`;
    const label = field.id && row.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    field.id = id;
    if (label) {
      label.htmlFor = id;
    }
    const said = field.getAttribute("aria-label");
    if (said) {
      field.setAttribute("aria-label", said.replace(/\d+(?=\D*$)/, at + 1));
    }
  }
}

function full(rows) {
  return rows.dataset.most && rowsIn(rows).length >= Number(rows.dataset.most);
}

// newKey names a new row, so that what is asked about it elsewhere stays with it.
const newKey = () => [...crypto.getRandomValues(new Uint8Array(10))].map((n) => (n % 36).toString(36)).join("");

// numberOfNext is the place that the next new row gets: above all there ever
// were, since one that was removed may come back.
function numberOfNext(rows) {
  const places = () => rowsIn(rows).flatMap((row) => fieldsIn(row).map((field) => Number(field.name.slice(rows.dataset.rows.length + 1).split(".")[0])));
  const place = Number(rows.dataset.next ?? Math.max(...places()) + 1);
  rows.dataset.next = place + 1;
  return place;
}

// add puts an empty row at the end; nothing when the table is full.
function add(rows) {
  const last = rowsIn(rows).at(-1);
  if (full(rows) || !last) {
    return null;
  }
  const row = last.cloneNode(true);
  for (const field of fieldsIn(row)) {
    field.removeAttribute("aria-invalid");
    if (field.type === "checkbox" || field.type === "radio") {
      field.checked = false;
    } else {
      field.value = "key" in field.dataset ? newKey() : "";
    }
  }
  number(rows, row, numberOfNext(rows));
  bodyOf(rows).append(row);
  return row;
}

// copy puts a row like this one at the end, for the many rows of a list that
// differ in one cell.
function copy(rows, row) {
  const made = add(rows);
  if (!made) {
    return null;
  }
  const from = fieldsIn(row);
  fieldsIn(made).forEach((field, i) => {
    if (!from[i] || "key" in field.dataset) {
      return;
    }
    field.checked = from[i].checked;
    if (field.type !== "checkbox" && field.type !== "radio") {
      field.value = from[i].value;
    }
  });
  changed(rows);
  return made;
}

// changed lets the page save the table.
function changed(rows) {
  const field = rows.querySelector("input, select, textarea");
  field?.dispatchEvent(new Event("change", { bubbles: true }));
}

// remove empties a row out of the table, with a way back until the page goes.
function remove(rows, row) {
  const place = document.createElement("tr");
  const cell = place.insertCell();
  cell.colSpan = row.cells.length;
  const undo = Object.assign(document.createElement("button"), {
    type: "button",
    className: "ds-button",
    textContent: words.undoRow,
  });
  undo.dataset.variant = "tertiary";
  undo.addEventListener("click", () => {
    place.replaceWith(row);
    fieldsIn(row)[0]?.focus();
    changed(rows);
  });
  cell.append(undo);
  if (rowsIn(rows).length === 1) {
    add(rows);
  }
  row.replaceWith(place);
  undo.focus();
  changed(rows);
}

// put writes a pasted word into a field; in a list it chooses what is called so.
function put(field, word) {
  if (field.tagName !== "SELECT") {
    field.value = word;
    return;
  }
  const wanted = word.toLocaleLowerCase();
  const option = [...field.options].find((o) => [o.value, o.text].some((t) => t.toLocaleLowerCase() === wanted));
  if (option) {
    field.value = option.value;
  }
}

// following is the next row, past what stands where one was removed.
function following(row) {
  let next = row.nextElementSibling;
  while (next && !next.matches("tr[data-row]")) {
    next = next.nextElementSibling;
  }
  return next;
}

// paste spreads cells that were copied from a spreadsheet.
function paste(rows, event) {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const start = event.target.closest("tr[data-row]");
  if (!start || !/[\t\n]/.test(text.trim())) {
    return;
  }
  event.preventDefault();
  const column = cellsIn(start).indexOf(event.target);
  let row = start;
  for (const line of text.replace(/\r?\n$/, "").split(/\r?\n/)) {
    row ??= add(rows);
    if (!row) {
      break;
    }
    line.split("\t").forEach((word, i) => {
      const field = cellsIn(row)[column + i];
      if (field) {
        put(field, word.trim());
      }
    });
    row = following(row);
  }
  changed(rows);
}

// makeRows sees to it that there is a row for everything that is put back.
export function makeRows(section, value) {
  for (const rows of section.querySelectorAll("[data-rows]")) {
    const prefix = `${rows.dataset.rows}.`;
    const needed = Math.max(-1, ...Object.keys(value).filter((n) => n.startsWith(prefix)).map((n) => Number(n.slice(prefix.length).split(".")[0])));
    while (needed >= rowsIn(rows).length && add(rows)) {
      // another one
    }
  }
}

// rowButton is a button at the end of a row.
function rowButton(does, sign, said) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "ds-button", textContent: sign, title: said });
  button.dataset.variant = "tertiary";
  button.dataset[does] = "";
  button.setAttribute("aria-label", said);
  return button;
}

function enhance() {
  for (const rows of document.querySelectorAll("[data-rows]")) {
    for (const row of rowsIn(rows)) {
      if (!row.querySelector("[data-remove]")) {
        row.insertCell().append(rowButton("copy", "⧉", words.copyRow), rowButton("remove", "×", words.removeRow));
      }
    }
    const head = rows.querySelector("thead tr");
    if (head && !head.querySelector("[data-remove]")) {
      const cell = head.insertCell();
      cell.dataset.remove = "";
    }
  }
}

document.addEventListener("click", (event) => {
  const rows = event.target.closest("[data-rows]");
  if (!rows) {
    return;
  }
  if (event.target.closest("[data-more]")) {
    event.preventDefault();
    const row = add(rows);
    enhance();
    fieldsIn(row ?? rows)[0]?.focus();
  } else if (event.target.closest("button[data-copy]")) {
    const made = copy(rows, event.target.closest("tr"));
    enhance();
    fieldsIn(made ?? rows)[0]?.focus();
  } else if (event.target.closest("button[data-remove]")) {
    remove(rows, event.target.closest("tr"));
  }
});
document.addEventListener("paste", (event) => {
  const rows = event.target.closest?.("[data-rows]");
  if (rows) {
    paste(rows, event);
    enhance();
  }
});
document.addEventListener("drawn", enhance);
enhance();
