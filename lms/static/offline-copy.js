// On a page that may be a copy (offline-pages.js and phone.js write its date into it): says from when it is, and hides what is past its
// date. Team numbers, 15, 112, 114, 3114 and "if in doubt, I call" stand outside and stay.
const { copied } = document.documentElement.dataset;
const note = document.getElementById("copy-note");
const DAY_MS = 24 * 3600 * 1000;
const words = (day) =>
  new Date(`${day}T12:00`).toLocaleDateString(document.documentElement.lang === "fr" ? "fr-FR" : "en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
  });

if (copied && note) {
  document.getElementById("copy-day").textContent = words(copied);
  note.hidden = false;
  const today = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  // A clock behind the copy's own day is wrong, and says nothing of what has expired.
  const isClockWrong = Date.parse(today) + DAY_MS < Date.parse(copied);
  document.getElementById("copy-clock").hidden = !isClockWrong;
  let isOver = false;
  for (const part of document.querySelectorAll("[data-until]")) {
    if (isClockWrong || part.dataset.until >= today) continue;
    part.hidden = true;
    isOver = true;
  }
  document.getElementById("copy-over").hidden = !isOver;
  const phones = document.getElementById("copy-phones");
  if (phones) phones.hidden = !isOver;
}
