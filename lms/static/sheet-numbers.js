// The sheet has no list of the team's numbers. Where its copy is past its date, those that real-problem.js keeps on this device stand first.
const phones = document.getElementById("copy-phones");

function kept() {
  try {
    return JSON.parse(localStorage.getItem("team_numbers")) || {};
  } catch {
    return {};
  }
}

const team = kept();
for (const part of ["night", "day"].filter((one) => team[one])) {
  phones.querySelector(`[data-part="${part}"]`)?.remove();
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = `tel:${team[part]}`;
  link.textContent = team[part];
  line.append(link, ` ${phones.dataset[part]}`);
  phones.querySelector("ul").prepend(line);
}
