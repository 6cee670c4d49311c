// Takes a page that came back with mistakes to its error summary, so that a
// screen reader reads it first and a keyboard begins there.
const summary = document.getElementById("error-summary");
if (summary) {
  summary.focus();
}
