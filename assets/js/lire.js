// A thread that is on the screen was read: said to the school's box in a request of its own, for the reader alone; again when
// something came to it (direct.js). Without this there is a button.
async function tell() {
  const form = document.querySelector("form[data-lire]:not([hidden])");
  if (!form || document.hidden) return;
  form.hidden = true;
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(), redirect: "manual", keepalive: true }).catch(() => null);
  if (!answer) form.hidden = false;
}
document.addEventListener("visibilitychange", tell);
document.addEventListener("preau:direct", tell);
tell();
