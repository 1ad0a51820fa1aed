// The questions of a reply slip, added, taken away and moved in place. Without this file the same buttons do the same by a
// round trip: names, numbers and order are all that the school's box reads.
for (const slip of document.querySelectorAll("[data-talon]")) {
  const list = slip.querySelector("[data-talon-blocs]");
  const model = slip.querySelector("[data-talon-modele]");
  const add = slip.querySelector("[value=ajouter]") ?? document.createElement("button");
  const blocks = () => [...list.children];
  const said = slip.appendChild(document.createElement("p"));
  said.className = "hors-vue";
  said.setAttribute("role", "status");

  const number = () => {
    blocks().forEach((block, at) => {
      for (const node of block.querySelectorAll("[name], [id], [for], [aria-describedby], [value]")) {
        for (const name of ["name", "id", "for", "aria-describedby"]) {
          const value = node.getAttribute(name);
          if (value) node.setAttribute(name, value.replaceAll(/\bq\d+(?=_)/g, `q${at + 1}`));
        }
        if (node.name === "talon") node.value = node.value.replace(/\d+$/, at + 1);
      }
      for (const place of block.querySelectorAll("[data-numero]")) place.textContent = at + 1;
    });
    add.hidden = blocks().length >= Number(slip.dataset.talon);
  };

  const done = (block, words) => {
    number();
    said.textContent = words;
    (block?.querySelector("input:not([type=hidden]), textarea") ?? add).focus();
    list.dispatchEvent(new Event("input", { bubbles: true }));
  };

  slip.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=talon]");
    if (!button) return;
    event.preventDefault();
    const block = button.closest("fieldset");
    const verb = button.value.split("-")[0];
    if (verb === "ajouter") {
      list.append(model.content.cloneNode(true));
      return done(blocks().at(-1), "Question ajoutée");
    }
    if (verb === "retirer") {
      const next = block.nextElementSibling ?? block.previousElementSibling;
      block.remove();
      return done(next, "Question retirée");
    }
    const other = verb === "monter" ? block.previousElementSibling : block.nextElementSibling;
    if (!other) return;
    verb === "monter" ? other.before(block) : other.after(block);
    done(block, "Question déplacée");
  });
  number();
}
