// Makes the code of the ticked topics, on the device: the same as lms/preparing/interview_codes.py. The ticks have no name and stand in no form.
const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const PRIME = 32749;
const ticks = [...document.querySelectorAll("[data-topic]")];
const place = document.getElementById("code");
const shown = place.querySelector(".code");

function checks(signs) {
  let total = signs.length;
  for (const sign of signs) total = (total * 37 + SIGNS.indexOf(sign) + 1) % PRIME;
  return SIGNS[Math.floor(total / 1024)] + SIGNS[Math.floor(total / 32) % 32] + SIGNS[total % 32];
}

function write(topics) {
  let number = 0n;
  for (const topic of topics) number |= 1n << BigInt(topic - 1);
  let signs = "";
  for (; number > 0n; number /= 32n) signs = SIGNS[Number(number % 32n)] + signs;
  return signs ? signs + checks(signs) : "";
}

function show() {
  const code = write(ticks.filter((tick) => tick.checked).map((tick) => Number(tick.dataset.topic)));
  shown.textContent = code ? code.match(/.{1,4}/g).join("-") : place.dataset.none;
}

for (const tick of ticks) tick.addEventListener("change", show);
document.getElementById("print").addEventListener("click", () => window.print());
document.getElementById("code-part").hidden = false;
document.getElementById("no-script").hidden = true;
show();
