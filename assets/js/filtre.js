// A long list made short by typing; accents and capitals do not matter.
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

for (const box of document.querySelectorAll("[data-filtrer]")) {
  const target = document.getElementById(box.dataset.filtrer);
  const field = box.querySelector("input");
  const said = box.querySelector("[role=status]");
  const rows = [...(target?.querySelectorAll("tbody tr, li, label.coche") ?? [])].map((row) => [row, fold(row.textContent)]);
  const apply = () => {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [row, text] of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    said.textContent = words.length === 0 ? "" : shown === 0 ? "Personne ni rien de ce nom." : shown === 1 ? "1 ligne" : `${shown} lignes`;
  };
  box.hidden = false;
  field.addEventListener("input", apply);
  if (field.value) apply();
}
