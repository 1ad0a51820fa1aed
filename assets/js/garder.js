// What is typed in a form marked data-garder="path" is kept by the school's box: it survives a closed tab and is found
// again on another device. Files are not kept; nothing stays in this browser.
const HERE = "Le texte est toujours sur cette page.";

function why(answer) {
  // Sent elsewhere is sent to sign in: the session is over.
  if (answer.type === "opaqueredirect") return `Brouillon pas gardé : il faut se reconnecter dans un autre onglet. ${HERE}`;
  // What left, or was thrown away, takes nothing more.
  if ([403, 404, 409].includes(answer.status)) return `Brouillon pas gardé : il est déjà parti, ou n’existe plus. ${HERE}`;
  return `Brouillon pas gardé. ${HERE}`;
}

for (const form of document.querySelectorAll("form[data-garder]")) {
  const said = form.querySelector("[data-garder-dit]");
  let timer;
  let sent = "";
  let underway;
  const typed = () => {
    const pairs = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    return new URLSearchParams([...pairs, ["discret", "oui"]]).toString();
  };
  const save = async () => {
    clearTimeout(timer);
    timer = undefined;
    const body = typed();
    if (body === sent || form.dataset.parti) return;
    underway = new AbortController();
    const { signal } = underway;
    const told = (isKept, isCut) => form.dispatchEvent(new CustomEvent("preau:garde", { detail: { isKept, isCut, body } }));
    try {
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const answer = await fetch(form.dataset.garder, { method: "POST", body, headers, redirect: "manual", keepalive: body.length < 60000, signal });
      if (signal.aborted) return;
      if (answer.ok) sent = body;
      said.textContent = answer.ok ? "Brouillon gardé" : why(answer);
      told(answer.ok, false);
    } catch {
      if (signal.aborted) return;
      said.textContent = `Brouillon pas encore gardé : la connexion est coupée. ${HERE}`;
      told(false, true);
    }
  };
  // What comes back with faults was kept nowhere yet.
  sent = document.querySelector("[data-fautes]") ? "" : typed();
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 1500);
  });
  // The whole form leaves now: a draft of it must not come after.
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    underway?.abort();
  });
  addEventListener("pagehide", save);
}
