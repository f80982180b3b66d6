// The code of a card stands after "#", which no server is sent. It goes into the form, and out of the address and its history.
const code = location.hash.slice(1);
const field = document.getElementById("code");
if (/^[0-9A-Z]{12}$/.test(code) && field.value === "") {
  field.value = code;
  history.replaceState(null, "", location.pathname + location.search);
  document.getElementById("pin").focus();
}
