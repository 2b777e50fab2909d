// What the moving pictures of this package share. No imports, no ids, no network: it runs in JupyterLab, in a static
// page and from disk. Each picture carries its own copy inside a function, so that two on a page cannot meet.

// The element that a script stands in. Where the page runs scripts without saying which, the first one not yet mounted.
function home(key) {
  const script = document.currentScript;
  const root = script ? script.parentElement : document.querySelector(`[data-companion="${key}"]:not([data-mounted])`);
  root.dataset.mounted = "yes";
  return root;
}

// make("button", {type: "button"}, "Step"): an element with attributes and children.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function button(label, onClick) {
  const made = make("button", {type: "button"}, label);
  made.addEventListener("click", onClick);
  return made;
}

// JupyterLab takes arrow keys and Enter for its own, unless the very element in focus asks it not to.
function keepKeys(root) {
  for (const element of root.querySelectorAll("button, input, summary, [tabindex]")) {
    element.setAttribute("data-lm-suppress-shortcuts", "true");
  }
}

// The SVG of an <img> with a data address, as elements of the page, so that its parts can be changed.
function unpack(img) {
  const bytes = Uint8Array.from(atob(img.src.split(",")[1]), (c) => c.charCodeAt(0));
  const parsed = new DOMParser().parseFromString(new TextDecoder().decode(bytes), "image/svg+xml");
  const svg = document.importNode(parsed.documentElement, true);
  svg.style.minWidth = img.style.minWidth;
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", img.alt);
  return svg;
}
