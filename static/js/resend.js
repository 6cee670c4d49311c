// Keeps "send again" back for a minute: the first letter is usually on its way,
// and within that time a second would not be sent.
const form = document.getElementById("resend");
const button = form?.querySelector("button");
if (button) {
  button.disabled = true;
  setTimeout(() => {
    button.disabled = false;
  }, 60_000);
}
