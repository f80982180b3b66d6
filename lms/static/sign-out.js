// At sign-out: sends what this device keeps of her, asks before anything is lost, and leaves nothing of a person on it.
const { Offline } = window;
const form = document.querySelector('form[action$="/deconnexion"], form[action$="/sign-out"]');
const box = document.getElementById("leave");

async function leave() {
  const courses = document.getElementById("leave-course").checked ? await Offline.all("courses") : [];
  for (const one of courses) await caches.delete(one.name);
  await Offline.remove(
    "courses",
    courses.map((one) => one.key),
  );
  await Offline.forgetPeople();
  // What somebody typed in the editor and did not save: lms/static/unsaved-text.js.
  for (const name of Object.keys(localStorage)) if (name.startsWith("writing:")) localStorage.removeItem(name);
  form.submit();
}

async function ask() {
  const { left, others } = await Offline.deliver();
  const waiting = [...left, ...others];
  if (waiting.length === 0) return leave();
  const words = document.getElementById("leave-answers");
  words.textContent = `${words.dataset.words} ${waiting.filter((event) => event.kind === "answer").length}`;
  box.hidden = false;
  box.focus();
}

async function begin() {
  const courses = await Offline.all("courses");
  document.getElementById("leave-courses").hidden = courses.length === 0;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask().catch(() => form.submit());
  });
  document.getElementById("leave-yes").addEventListener("click", leave);
  document.getElementById("leave-no").addEventListener("click", () => {
    box.hidden = true;
  });
}

// A browser that keeps nothing has nothing to ask about.
if (form) begin().catch(() => {});
