// A button that shows a passphrase while it is typed, and hides it again when the form goes. Without JavaScript there is no such button.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal);
  const show = (isShown) => {
    field.type = isShown ? "text" : "password";
    button.setAttribute("aria-pressed", String(isShown));
  };
  field.setAttribute("autocapitalize", "none");
  field.setAttribute("autocorrect", "off");
  field.spellcheck = false;
  button.hidden = false;
  button.addEventListener("click", () => show(field.type === "password"));
  field.form.addEventListener("submit", () => show(false)); // so that no browser offers the words as a suggestion
  addEventListener("pagehide", () => show(false));
}
