// What is typed in a form marked data-garder="path" is kept by the school's box: it survives a closed tab and is found
// again on another device. Files are not kept; nothing stays in this browser.
for (const form of document.querySelectorAll("form[data-garder]")) {
  const said = form.querySelector("[data-garder-dit]");
  let timer;
  let sent = "";
  const typed = () => {
    const pairs = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    return new URLSearchParams([...pairs, ["discret", "oui"]]).toString();
  };
  const save = async () => {
    clearTimeout(timer);
    timer = undefined;
    const body = typed();
    if (body === sent || form.dataset.parti) return;
    const told = (isKept, isCut) => form.dispatchEvent(new CustomEvent("preau:garde", { detail: { isKept, isCut, body } }));
    try {
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const answer = await fetch(form.dataset.garder, { method: "POST", body, headers, redirect: "manual", keepalive: body.length < 60000 });
      if (answer.ok) sent = body;
      // Sent elsewhere is sent to sign in: the session is over.
      said.textContent = answer.ok ? "Brouillon gardé" : "Brouillon pas gardé : reconnectez-vous dans un autre onglet. Votre texte est toujours sur cette page.";
      told(answer.ok, false);
    } catch {
      said.textContent = "Brouillon pas encore gardé : la connexion est coupée. Votre texte est toujours sur cette page.";
      told(false, true);
    }
  };
  // What comes back with faults was kept nowhere yet.
  sent = document.querySelector("[data-fautes]") ? "" : typed();
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 1500);
  });
  addEventListener("pagehide", save);
}
