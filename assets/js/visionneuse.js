// The photos of a post, one by one and large: by keyboard, by swipe, by touch, and told to who hears the page. Without this
// each photo is a link to a page of its own.
const make = (tag, properties = {}, ...inside) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...inside);
  return made;
};

for (const gallery of document.querySelectorAll("[data-galerie]")) {
  const links = [...gallery.querySelectorAll("a[data-photo]")];
  let at = 0;
  const picture = make("img", { decoding: "async" });
  const words = make("p");
  words.setAttribute("aria-live", "polite");
  const close = make("button", { className: "bouton petit", type: "button", textContent: "Fermer" });
  const before = make("button", { className: "bouton petit", type: "button", textContent: "Précédente" });
  const after = make("button", { className: "bouton petit", type: "button", textContent: "Suivante" });
  const place = make("span");
  const frame = make("figure", {}, picture);
  const dialog = make("dialog", { className: "visionneuse" },
    make("div", { className: "haut" }, place, close),
    frame,
    make("div", { className: "bas" }, words, make("div", { className: "rang" }, before, after),
      make("small", { textContent: gallery.dataset.rappel })));
  dialog.setAttribute("aria-label", "Photos de l’article");
  document.body.append(dialog);

  const show = (to) => {
    at = (to + links.length) % links.length;
    const small = links[at].querySelector("img");
    const caption = links[at].closest("figure").querySelector("figcaption")?.textContent.trim();
    picture.src = links[at].dataset.photo;
    picture.alt = small.alt;
    place.textContent = links.length > 1 ? `Photo ${at + 1} sur ${links.length}` : "";
    words.textContent = [small.alt, caption].filter(Boolean).join(" · ");
    before.hidden = after.hidden = links.length < 2;
    // The next one is there before it is asked for.
    if (links.length > 1) new Image().src = links[(at + 1) % links.length].dataset.photo;
  };
  links.forEach((link, number) => link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    show(number);
    dialog.showModal();
    close.focus();
  }));
  before.addEventListener("click", () => show(at - 1));
  after.addEventListener("click", () => show(at + 1));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    picture.removeAttribute("src");
    links[at].focus();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") show(at - 1);
    else if (event.key === "ArrowRight") show(at + 1);
    else if (event.key === "Home") show(0);
    else if (event.key === "End") show(links.length - 1);
  });
  let from = null;
  frame.addEventListener("pointerdown", (event) => { from = event.isPrimary ? event.clientX : null; });
  frame.addEventListener("pointerup", (event) => {
    const moved = from === null ? 0 : event.clientX - from;
    from = null;
    if (Math.abs(moved) > 45 && visualViewport?.scale !== undefined && visualViewport.scale < 1.05) show(at + (moved < 0 ? 1 : -1));
  });
}
