// A long list of ticked questions: one button takes every tick away, another sets them again. Without this file each is ticked by hand.
const list = document.querySelector("fieldset[data-untick]");
const actions = document.createElement("p");
actions.className = "actions";
for (const [words, isOn] of [[list.dataset.untick, false], [list.dataset.tick, true]]) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  button.textContent = words;
  button.addEventListener("click", () => {
    for (const box of list.querySelectorAll("input[type=checkbox]")) box.checked = isOn;
  });
  actions.append(button);
}
list.before(actions);
