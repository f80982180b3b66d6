// Reads a page aloud with a voice of the device in the page's language; without such a voice the button stays hidden.
const button = document.querySelector("[data-read-aloud]");
const article = document.querySelector("main article, main [data-read]");
const speech = window.speechSynthesis;

function voice() {
  const wanted = article.closest("[lang]").lang;
  return speech.getVoices().find((one) => one.localService && one.lang.toLowerCase().startsWith(wanted));
}

// What is said: the words as shown, without the numbers of sources, which would be heard as figures beside temperatures.
function spokenText() {
  const notes = [...article.querySelectorAll("sup.cite")];
  for (const note of notes) note.hidden = true;
  const text = article.innerText;
  for (const note of notes) note.hidden = false;
  return text;
}

function offer() {
  button.hidden = !voice();
}

if (button && article && speech) {
  offer();
  speech.addEventListener("voiceschanged", offer);
  button.addEventListener("click", () => {
    if (speech.speaking) {
      speech.cancel();
      button.setAttribute("aria-pressed", "false");
      return;
    }
    const said = new SpeechSynthesisUtterance(spokenText());
    said.voice = voice();
    said.lang = said.voice.lang;
    said.addEventListener("end", () => button.setAttribute("aria-pressed", "false"));
    button.setAttribute("aria-pressed", "true");
    speech.speak(said);
  });
  addEventListener("pagehide", () => speech.cancel());
}
