// To whom one writes: names come while one types, and a tap adds or takes away without leaving the page. The school's box
// draws all of it; without this the same buttons send the form.
const DELAY = 250;

function follow(form, place) {
  let timer;
  let asked = "";
  const field = () => place.querySelector("input[type=search]");
  const search = async () => {
    const typed = field().value.trim();
    if (typed === asked) return;
    asked = typed;
    try {
      const answer = await fetch(`${place.dataset.destinataires}?q=${encodeURIComponent(typed)}`, { redirect: "manual" });
      if (!answer.ok || typed !== asked) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      place.querySelector("[data-trouves]").replaceChildren(...found.body.childNodes);
      const cards = place.querySelector(".proposes");
      if (cards) cards.hidden = typed !== "";
    } catch {
      // The button that stands there looks by a round trip.
    }
  };
  const send = async (button) => {
    const pairs = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "chercher");
    const body = new URLSearchParams([...pairs, [button.name, button.value]]).toString();
    try {
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const answer = await fetch(form.action, { method: "POST", body, headers });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-destinataires]");
      if (!fresh) throw new Error(answer.status);
      place.replaceChildren(...fresh.childNodes);
      asked = "";
      field().focus();
    } catch {
      form.requestSubmit(button);
    }
  };
  place.addEventListener("input", (event) => {
    if (event.target !== field()) return;
    event.stopPropagation();
    clearTimeout(timer);
    timer = setTimeout(search, DELAY);
  });
  place.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== field()) return;
    event.preventDefault();
    clearTimeout(timer);
    search();
  });
  place.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=ajouter], button[name=retirer]");
    if (!button || button.dataset.parti) return;
    event.preventDefault();
    button.dataset.parti = "oui";
    send(button);
  });
}

for (const place of document.querySelectorAll("[data-destinataires]")) follow(place.closest("form"), place);
