// While somebody types: the checks and the preview, a moment after the last key; a link to a line puts the cursor there.
const form = document.querySelector("#writing");
const text = document.querySelector("#text");
const shown = document.querySelector("#checked");
const said = document.querySelector("#typed");
const QUIET = 700;
let timer;
let asked = 0;
const opened = text.value;

async function look() {
  const mine = ++asked;
  const answer = await fetch(form.dataset.check, { method: "POST", body: new FormData(form), credentials: "same-origin" });
  if (answer.ok && mine === asked) {
    shown.innerHTML = await answer.text();
  }
}

function goTo(number) {
  const lines = text.value.split("\n");
  const start = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
  text.focus();
  text.setSelectionRange(start, start + (lines[number - 1] ?? "").length);
  text.scrollTop = Math.max(0, (number - 4) * (text.scrollHeight / lines.length));
}

text.addEventListener("input", () => {
  said.textContent = text.value === opened ? "" : said.dataset.saying;
  clearTimeout(timer);
  timer = setTimeout(() => look().catch(() => {}), QUIET);
});

shown.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  if (link) {
    event.preventDefault();
    goTo(Number(link.dataset.line));
  }
});
