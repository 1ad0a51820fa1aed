// Rich text in the place of a textarea. The textarea stays in the form and is kept in step, so that sending, drafts and
// faults know nothing of the editor. The toolbar is in the page already (ui/editor.rs), hidden until now.
import Squire from "./squire.js";
import { clean, safeAddress } from "./propre.js";

const html = (fragment) => {
  const holder = document.createElement("div");
  holder.append(fragment);
  if (!holder.textContent.trim()) return "";
  // The editor holds a typed space with a no-break one; only those of French punctuation are meant.
  return holder.innerHTML.replace(/(?<!«)&nbsp;(?![?!;:»])/g, " ");
};

// What was typed without the editor keeps its lines.
const fromPlain = (text) => {
  if (!text || /<\/(p|li|h2|blockquote)>/i.test(text)) return text;
  const holder = document.createElement("div");
  for (const lines of text.split(/\n{2,}/)) {
    const paragraph = document.createElement("p");
    lines.split("\n").forEach((line, at) => paragraph.append(...(at ? [document.createElement("br"), line] : [line])));
    holder.append(paragraph);
  }
  return holder.innerHTML;
};

function edit(textarea) {
  const frame = textarea.previousElementSibling;
  const bar = frame.querySelector("[role=toolbar]");
  const isHeld = document.activeElement === textarea;
  const box = document.createElement("div");
  box.className = "riche";
  for (const [name, value] of Object.entries({ role: "textbox", "aria-multiline": "true", "aria-label": textarea.labels[0]?.textContent.trim() ?? "" })) box.setAttribute(name, value);
  for (const name of ["aria-describedby", "aria-invalid"]) if (textarea.hasAttribute(name)) box.setAttribute(name, textarea.getAttribute(name));
  frame.append(box);
  frame.hidden = false;

  const squire = new Squire(box, { blockTag: "P", sanitizeToDOMFragment: clean, didError: () => {} });
  for (const key of ["Ctrl-u", "Ctrl-d", "Ctrl-Shift-5", "Ctrl-Shift-6", "Ctrl-Shift-7"]) squire.setKeyHandler(key, (self, event) => event.preventDefault());
  squire.setHTML(fromPlain(textarea.value));

  let ours = false;
  squire.addEventListener("input", () => {
    textarea.value = html(clean(squire.getHTML()));
    ours = true;
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
    ours = false;
  });
  // A draft found again.
  textarea.addEventListener("change", () => ours || squire.setHTML(fromPlain(textarea.value)));
  textarea.labels[0]?.addEventListener("click", () => squire.focus());
  gestures(squire, frame, bar);
  // Somebody was typing already: the next letter follows the last one.
  if (isHeld) {
    squire.focus();
    squire.moveCursorToEnd();
  }
}

const within = (squire, tag) => squire.hasFormat(tag);
const heading = (squire) =>
  squire.modifyBlocks((fragment) => {
    const undone = within(squire, "H2") || fragment.querySelector("h2");
    for (const block of [...fragment.querySelectorAll(undone ? "h2" : "p")]) {
      const made = document.createElement(undone ? "p" : "h2");
      made.append(...block.childNodes);
      block.replaceWith(made);
    }
    return fragment;
  });

const GESTURES = {
  gras: { tag: "B", act: (squire, on) => (on ? squire.removeBold() : squire.bold()) },
  italique: { tag: "I", act: (squire, on) => (on ? squire.removeItalic() : squire.italic()) },
  titre: { tag: "H2", act: heading },
  liste: { tag: "UL", act: (squire, on) => (on ? squire.removeList() : squire.makeUnorderedList()) },
  numeros: { tag: "OL", act: (squire, on) => (on ? squire.removeList() : squire.makeOrderedList()) },
  lien: { tag: "A" },
  annuler: { act: (squire) => squire.undo() },
  retablir: { act: (squire) => squire.redo() },
};

function gestures(squire, frame, bar) {
  const buttons = [...bar.querySelectorAll("button")];
  const show = () => {
    for (const button of buttons) {
      const { tag } = GESTURES[button.dataset.geste];
      if (tag) button.setAttribute("aria-pressed", within(squire, tag));
    }
  };
  const askLink = linkRow(squire, frame.querySelector("[data-lien]"), show);
  squire.addEventListener("pathChange", show);
  squire.addEventListener("undoStateChange", ({ detail }) => {
    for (const [name, can] of [["annuler", detail.canUndo], ["retablir", detail.canRedo]]) {
      bar.querySelector(`[data-geste=${name}]`).setAttribute("aria-disabled", !can);
    }
  });
  // The selection must outlive a tap on a button.
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const { tag, act } = GESTURES[button.dataset.geste];
    const active = tag && within(squire, tag);
    if (tag === "A") {
      if (active) squire.removeLink();
      else return askLink();
    } else act(squire, active);
    squire.focus();
    show();
  });
  // One stop for the Tab key, arrows inside, as a toolbar does.
  buttons.forEach((button, at) => (button.tabIndex = at ? -1 : 0));
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const next = buttons.at(to % buttons.length);
    buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
    next.focus();
  });
}

// The address of a link is typed in a row of the frame; Enter there must not send the form.
function linkRow(squire, row, done) {
  const field = row.querySelector("input");
  const fault = row.querySelector(".faute");
  const close = () => {
    row.hidden = true;
    squire.focus();
    done();
  };
  const put = () => {
    const address = safeAddress(field.value);
    fault.hidden = Boolean(address);
    field.setAttribute("aria-invalid", !address);
    if (!address) return field.focus();
    squire.focus();
    squire.makeLink(address);
    close();
  };
  row.querySelector("[data-poser]").addEventListener("click", put);
  row.querySelector("[data-fermer]").addEventListener("click", close);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") put();
    if (event.key === "Escape") close();
    if (event.key === "Enter" || event.key === "Escape") event.preventDefault();
  });
  for (const type of ["input", "change"]) row.addEventListener(type, (event) => event.stopPropagation());
  return () => {
    field.value = "";
    fault.hidden = true;
    row.hidden = false;
    field.focus();
  };
}

for (const textarea of document.querySelectorAll("textarea[data-editeur]")) edit(textarea);
