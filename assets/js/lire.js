// A thread that is on the screen was read: said to the school's box in a request of its own, for the reader alone. Without
// this there is a button.
for (const form of document.querySelectorAll("form[data-lire]")) {
  const tell = async () => {
    if (document.hidden) return;
    document.removeEventListener("visibilitychange", tell);
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(), redirect: "manual", keepalive: true }).catch(() => null);
    if (answer) form.hidden = true;
  };
  document.addEventListener("visibilitychange", tell);
  tell();
}
