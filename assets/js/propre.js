// Builds again, from an allow list, what was pasted or stored: nothing of the source's own nodes or attributes stays.
// The server cleans once more; this keeps the editor true to what will be kept.
const TAGS = { B: "b", STRONG: "b", I: "i", EM: "i", U: "u", A: "a", BR: "br", P: "p", UL: "ul", OL: "ol", LI: "li", BLOCKQUOTE: "blockquote", H1: "h2", H2: "h2", H3: "h2", H4: "h2", H5: "h2", H6: "h2" };
const NOTHING = new Set(["SCRIPT", "STYLE", "TEMPLATE", "HEAD", "TITLE", "NOSCRIPT", "IFRAME", "OBJECT", "EMBED", "SVG", "MATH", "SELECT", "TEXTAREA", "BUTTON", "INPUT", "IMG", "VIDEO", "AUDIO", "CANVAS"]);
const BLOCK = "p, div, ul, ol, h1, h2, h3, h4, h5, h6, table, blockquote";

export function safeAddress(typed) {
  const address = typed.trim();
  if (/^(https?:\/\/|mailto:|tel:)\S+$/i.test(address)) return address;
  if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(address)) return `mailto:${address}`;
  if (/^[\p{L}\d.-]+\.\p{L}{2,}(\/\S*)?$/u.test(address)) return `https://${address}`;
  return null;
}

export function clean(html) {
  // Not a document of ours: nothing runs, nothing is fetched. Styles and handlers go first, for the policy would report them.
  const quiet = html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on\w+)\s*=\s*("[^"]*"|'[^']*'|[^\s>]*)/gi, ""));
  const source = new DOMParser().parseFromString(quiet, "text/html");
  const result = document.createDocumentFragment();
  copy(source.body, result);
  return result;
}

function copy(from, to) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE) continue;
    const name = node.nodeName.toUpperCase();
    if (NOTHING.has(name)) continue;
    const kept = tagFor(node, name);
    if (!kept) {
      copy(node, to);
      continue;
    }
    const made = document.createElement(kept);
    if (kept === "a") made.setAttribute("href", safeAddress(node.getAttribute("href")));
    copy(node, made);
    to.append(made);
  }
}

function tagFor(node, name) {
  if (name === "A") return safeAddress(node.getAttribute("href") ?? "") ? "a" : null;
  if (name === "DIV" || name === "TR") return node.querySelector(BLOCK) ? null : "p";
  return TAGS[name] ?? null;
}
