// Tables and the memory that they read: an entry is chosen with the slider, with arrow keys on it, or by a press on its
// cell. states[k] = {pick: the cell, lit: [cells to light]}; the text of each stands in the page as a list.

function memory(root, states) {
  const svg = unpack(root.querySelector("img"));
  const texts = [...root.querySelectorAll("li")].map((item) => item.textContent);
  const cells = [...svg.querySelectorAll("[data-cell]")];
  const choose = slider("Entry", states.length - 1, go);
  const count = make("span", {class: "companion-count"});
  const step = (by) => go(Math.max(0, Math.min(states.length - 1, Number(choose.value) + by)));
  const note = mount(root, svg, button("Previous", () => step(-1)), button("Next", () => step(1)), choose, count);
  for (const cell of cells) {
    const at = states.findIndex((state) => state.pick === cell.dataset.cell);
    if (at < 0) continue;
    cell.setAttribute("data-pick", "");
    cell.addEventListener("click", () => go(at));
  }
  go(0);

  function go(to) {
    choose.value = to;
    choose.setAttribute("aria-valuetext", texts[to]);
    count.textContent = `${to + 1} / ${states.length}`;
    note.textContent = texts[to];
    const lit = new Set(states[to].lit);
    for (const cell of cells) cell.classList.toggle("companion-lit", lit.has(cell.dataset.cell));
  }
}
