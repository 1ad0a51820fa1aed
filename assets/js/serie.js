// A series of photos: « les mêmes que la photo précédente » is seen at once, a name takes « personne » away, and what was
// being made ready appears without losing what is typed. Without this the page says it when it is drawn anew.
const boxes = (card) => [...card.querySelectorAll("input[name=eleve]")];
const pupil = (box) => box.value.split("-")[1];

for (const form of document.querySelectorAll("form[data-serie]")) {
  form.addEventListener("change", ({ target }) => {
    const card = target.closest("[data-media]");
    if (!card) return;
    if (target.name === "memes" && target.checked) {
      const cards = [...form.querySelectorAll("[data-media]")];
      const before = cards[cards.indexOf(card) - 1];
      const named = new Set(before ? boxes(before).filter((box) => box.checked).map(pupil) : []);
      for (const box of boxes(card)) box.checked = named.has(pupil(box));
      card.querySelector("details")?.setAttribute("open", "");
    }
    if (target.name === "eleve") {
      const same = card.querySelector("[name=memes]");
      if (same) same.checked = false;
      if (target.checked) card.querySelector("[name=personne]").checked = false;
    }
    if (target.name === "personne" && target.checked) {
      for (const box of [...boxes(card), ...card.querySelectorAll("[name=memes]")]) box.checked = false;
    }
  });
}

// What was said of a photo before it could be seen goes along with it.
function keep(old, made) {
  const typed = (card) => [...card.querySelectorAll("input:not([type=hidden])")];
  for (const field of typed(old)) {
    const isTick = field.type === "checkbox";
    const same = typed(made).find(({ name, value }) => name === field.name && (!isTick || value === field.value));
    if (same && isTick && field.checked !== field.defaultChecked) same.checked = field.checked;
    if (same && !isTick && field.value !== field.defaultValue) same.value = field.value;
  }
  if (old.querySelector("details")?.open) made.querySelector("details")?.setAttribute("open", "");
}

const waiting = () => document.querySelectorAll("form[data-serie] [data-media][data-etat=waiting]");
async function look() {
  if (!waiting().length) return;
  try {
    const answer = await fetch(location.href, { redirect: "manual" });
    if (answer.ok) {
      const now = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const old of waiting()) {
        const made = now.querySelector(`[data-media="${old.dataset.media}"]`);
        if (!made || made.dataset.etat === "waiting") continue;
        keep(old, made);
        old.replaceWith(made);
      }
      const [said, says] = [document, now].map((page) => page.querySelector("[data-avance]"));
      if (says) said?.replaceWith(says);
      else said?.remove();
    }
  } catch {
    // The school's box is away for a moment: asked again later.
  }
  setTimeout(look, 4000);
}
if (waiting().length) setTimeout(look, 2500);
