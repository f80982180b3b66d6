// Tells the page that opened the registration that it may close it (LTI Dynamic Registration 1.0). Without this script people close it themselves.
const button = document.getElementById("close-registration");
const opener = window.opener || (window.parent === window ? null : window.parent);

if (opener) {
  button.hidden = false;
  button.addEventListener("click", () => opener.postMessage({ subject: "org.imsglobal.lti.close" }, "*"));
}
