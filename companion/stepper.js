// Steps through a graph: values forward, then adjoints back. The finished picture is in the page as an <img>, the text
// of every step as a list; this hides what has not happened yet. `changes[k]` says what step k + 1 shows:
// {node, edge, values: [nodes], adjoint: [node, text]}.

function stepper(root, changes) {
  const img = root.querySelector("img");
  const texts = [...root.querySelectorAll("li")].map((item) => item.textContent);
  const svg = unpack(img);
  const find = (selector) => [...svg.querySelectorAll(selector)];
  const last = changes.length;
  let now = 0;

  const back = button("Back", () => go(now - 1));
  const step = button("Step", () => go(now + 1));
  const reset = button("Reset", () => go(0));
  step.classList.add("companion-main");
  const slider = make("input", {type: "range", min: 0, max: last, value: 0, "aria-label": "Step of the sweep"});
  slider.addEventListener("input", () => go(Number(slider.value)));
  const count = make("span", {class: "companion-count"});
  const note = make("p", {class: "companion-note", "aria-live": "polite"});
  const stage = make("div", {class: "companion-stage", tabindex: "0", role: "group", "aria-label": "Graph"}, svg);
  img.parentElement.replaceWith(make("div", {class: "companion-bar"}, back, step, reset, slider, count), note, stage);
  keepKeys(root);
  reserve();
  go(0);

  function go(to) {
    now = Math.max(0, Math.min(last, to));
    const done = changes.slice(0, now);
    const current = done.at(-1) ?? {};
    const adjoints = new Map(done.filter((change) => change.adjoint).map((change) => change.adjoint));
    showNodes(new Set(done.flatMap((change) => change.values ?? [])), adjoints, current.node);
    for (const edge of find("[data-edge]")) edge.classList.toggle("companion-now", edge.dataset.edge == current.edge);
    announce();
    reveal(current.node);
  }

  function showNodes(reached, adjoints, current) {
    for (const box of find("[data-node]")) {
      const node = Number(box.dataset.node);
      box.classList.toggle("companion-now", node === current);
      box.classList.toggle("companion-unborn", !reached.has(node));
      for (const text of box.querySelectorAll("text")) {
        if (text.dataset.role === "adjoint") text.textContent = adjoints.get(node) ?? "";
      }
    }
    for (const slope of find("[data-slope]")) slope.classList.toggle("companion-unborn", !reached.has(Number(slope.dataset.target)));
  }

  function announce() {
    note.textContent = now ? texts[now - 1] : "Press Step. Values run forward first, then gradients run back.";
    count.textContent = `${now} / ${last}`;
    slider.value = now;
    slider.setAttribute("aria-valuetext", `step ${now} of ${last}`);
    // A disabled button would lose the focus of a reader who walks by keyboard.
    back.setAttribute("aria-disabled", now === 0);
    step.setAttribute("aria-disabled", now === last);
  }

  // Room for the longest step, so that the picture does not move under the reader's pointer.
  function reserve() {
    note.textContent = texts.reduce((a, b) => (b.length > a.length ? b : a), "");
    note.style.minHeight = `${note.clientHeight}px`;
  }

  // Keep the current box in sight when the picture is larger than the stage; the page itself does not move.
  function reveal(node) {
    const box = node === undefined ? null : svg.querySelector(`[data-node="${node}"]`);
    if (!box) return;
    const [inner, outer] = [box.getBoundingClientRect(), stage.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom) stage.scrollTop += inner.top - outer.top - outer.height / 2;
    if (inner.left < outer.left || inner.right > outer.right) stage.scrollLeft += inner.left - outer.left - outer.width / 2;
  }
}
