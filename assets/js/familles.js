// While recipients and the moment are chosen, the composer asks the school's box how many words these families received
// lately, and when this one would reach them. Only those choices are sent; what comes back is drawn as it is. Without this
// the page says it when it is drawn anew. The pupils to tick come when the word turns out to be for single ones.
const CHOICES = ["a_qui", "classe", "groupe", "eleve", "sauf", "quand", "quand_le", "quand_a", "urgent"];

for (const place of document.querySelectorAll("[data-familles]")) {
  const form = place.closest("form");
  let timer;
  let asked = "";
  const chosen = () => new URLSearchParams([...new FormData(form)].filter(([name]) => CHOICES.includes(name))).toString();
  const ask = async () => {
    const query = chosen();
    if (query === asked) return;
    asked = query;
    try {
      const answer = await fetch(`${place.dataset.familles}?${query}`, { redirect: "manual" });
      if (!answer.ok || query !== asked) return;
      const said = new DOMParser().parseFromString(await answer.text(), "text/html");
      const leaves = said.querySelector("[data-depart]");
      form.querySelector("[data-depart]")?.replaceWith(leaves);
      place.replaceChildren(...said.body.childNodes);
    } catch {
      // Only good to know: the word leaves without it.
    }
  };
  const pupils = form.querySelector("[data-eleves]");
  const unfold = async () => {
    if (!pupils.dataset.eleves) return;
    const from = pupils.dataset.eleves;
    pupils.dataset.eleves = "";
    try {
      const answer = await fetch(from, { redirect: "manual" });
      if (!answer.ok) throw new Error(answer.status);
      pupils.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes);
    } catch {
      // The button that stands there does it by a round trip.
      pupils.dataset.eleves = from;
    }
  };
  form.addEventListener("change", (event) => {
    if (pupils && event.target.name === "a_qui" && event.target.value === "eleves") unfold();
    if (!CHOICES.includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, 400);
  });
  // A class that is chosen already.
  ask();
}
