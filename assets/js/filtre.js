// A long list made short by typing; accents and capitals do not matter.
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

for (const box of document.querySelectorAll("[data-filtrer]")) {
  const target = document.getElementById(box.dataset.filtrer);
  const field = box.querySelector("input");
  const said = box.querySelector("[role=status]");
  const apply = () => {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    // Read anew each time: a line may have been drawn again since.
    for (const row of target?.querySelectorAll("tbody tr, li, label.coche") ?? []) {
      const text = fold(row.textContent);
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    said.textContent = words.length === 0 ? "" : shown === 0 ? "Personne ni rien de ce nom." : shown === 1 ? "1 ligne" : `${shown} lignes`;
  };
  box.hidden = false;
  field.addEventListener("input", apply);
  // Within a form the Enter key would press its first button.
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  if (field.value) apply();
}
