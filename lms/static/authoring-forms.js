// A picker beside a box of words: its button puts what is chosen where the cursor stands. Without this file its key is typed by hand.
for (const group of document.querySelectorAll(".insert")) {
  const target = document.getElementById(group.dataset.target);
  for (const select of group.querySelectorAll("select")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet";
    button.textContent = document.querySelector("#page-form").dataset.insert;
    button.setAttribute("aria-label", `${button.textContent}: ${select.labels[0].textContent}`);
    button.addEventListener("click", () => {
      target.setRangeText(select.value, target.selectionStart, target.selectionEnd, "end");
      target.dispatchEvent(new Event("input", { bubbles: true }));
      target.focus();
    });
    select.parentElement.after(button);
  }
}
