// The road map: walk from topic to topic with the arrow keys or the mouse, see what a topic rests on, mark what you know.
// `data` has a row for each topic: [id, title, Chinese title, minutes, where, notebook, [ids that it needs]]. With
// `marking` false the marks come from elsewhere, through the function `paint` that is returned.

function conceptMap(root, data, marking = true) {
  const place = root.querySelector(".companion-map");
  const img = place.querySelector("img");
  const svg = unpack(img);
  const topics = data.map(([id, title, chinese, minutes, where, notebook, needs]) => ({id, title, chinese, minutes, where, notebook, needs}));
  const byId = new Map(topics.map((topic) => [topic.id, topic]));
  const boxes = [...svg.querySelectorAll("[data-node]")];
  const marks = {known: "✓", implied: "(✓)", missed: "✗", shaky: "?"};
  const words = {known: "known", implied: "not asked, but what you know rests on it", missed: "missed", shaky: "right, but it rests on a missed topic"};
  const known = new Set(boxes.flatMap((box, i) => (box.dataset.state === "known" ? [topics[i].id] : [])));
  let now = -1;

  const toggle = button("I know this", () => now >= 0 && mark(now));
  const clear = button("Clear marks", () => { known.clear(); byHand(); });
  toggle.classList.add("companion-main");
  const count = make("span", {class: "companion-count"});
  const note = make("p", {class: "companion-note", "aria-live": "polite"}, `Choose a topic: what it rests on is shown, and where it is taught. The arrow keys walk${marking ? ", the space bar marks what you know" : ""}.`);
  const stage = make("div", {class: "companion-stage"}, svg);
  img.parentElement.replaceWith(make("div", {class: "companion-bar"}, ...(marking ? [toggle, clear] : []), count), note, stage);
  svg.setAttribute("role", "listbox");
  svg.setAttribute("aria-label", "Concept map");
  boxes.forEach((box, i) => {
    box.setAttribute("role", "option");
    box.setAttribute("tabindex", i ? "-1" : "0");
    box.addEventListener("click", () => box.focus());
    box.addEventListener("focus", () => choose(i));
    box.addEventListener("keydown", (event) => key(event, i));
  });
  keepKeys(root);
  byHand();
  return {paint, topics, under};

  // All that a topic rests on, itself included.
  function under(id) {
    const found = new Set();
    const stack = [id];
    while (stack.length) {
      const next = stack.pop();
      if (!found.has(next)) {
        found.add(next);
        stack.push(...byId.get(next).needs);
      }
    }
    return found;
  }

  function choose(i) {
    now = i;
    const below = under(topics[i].id);
    boxes.forEach((box, k) => {
      box.setAttribute("tabindex", k === i ? "0" : "-1");
      box.setAttribute("aria-selected", k === i);
      box.classList.toggle("companion-now", k === i);
      box.classList.toggle("companion-under", k !== i && below.has(topics[k].id));
      box.classList.toggle("companion-far", !below.has(topics[k].id));
    });
    for (const edge of svg.querySelectorAll("[data-edge]")) {
      const inside = below.has(edge.dataset.edge.split(" ")[1]);
      edge.classList.toggle("companion-under", inside);
      edge.classList.toggle("companion-far", !inside);
    }
    tell();
  }

  function tell() {
    if (now < 0) return;
    const topic = topics[now];
    const below = [...under(topic.id)].map((id) => byId.get(id));
    const left = below.filter((other) => !["known", "implied"].includes(state(other.id)));
    const minutes = (some) => some.reduce((sum, other) => sum + other.minutes, 0);
    const needs = topic.needs.map((id) => byId.get(id).title).join("; ") || "nothing";
    note.replaceChildren(
      make("strong", {}, `${topic.title} (${topic.chinese})`),
      `, ${topic.minutes} minutes, ${words[state(topic.id)] ?? "open"}. `, ...where(topic), `. Needs: ${needs}. `,
      `With all that it rests on: ${below.length} topics, ${minutes(below)} minutes; of these ${left.length} open, ${minutes(left)} minutes.`);
    toggle.textContent = known.has(topic.id) ? "I do not know this" : "I know this";
  }

  // A link where the page's address says how a neighbouring notebook is called; words elsewhere.
  function where(topic) {
    const ending = location.pathname.endsWith(".html") ? ".html" : /\/(tree|notebooks)\//.test(location.pathname) ? ".ipynb" : "";
    if (!topic.notebook || !ending) return [topic.where];
    return [make("a", {href: topic.notebook + ending, target: "_blank", rel: "noopener"}, topic.where)];
  }

  function state(id) {
    return boxes[topics.findIndex((topic) => topic.id === id)].dataset.state ?? "";
  }

  function mark(i) {
    const id = topics[i].id;
    if (!known.delete(id)) known.add(id);
    byHand();
  }

  // Marks by hand: what is marked is known, and what it rests on is implied.
  function byHand() {
    const implied = new Set([...known].flatMap((id) => [...under(id)]));
    paint((id) => (known.has(id) ? "known" : implied.has(id) ? "implied" : ""));
  }

  function paint(stateOf) {
    boxes.forEach((box, i) => {
      const found = stateOf(topics[i].id);
      if (found) box.dataset.state = found;
      else delete box.dataset.state;
      box.querySelector('[data-role="mark"]').textContent = marks[found] ?? "";
      box.setAttribute("aria-label", `${topics[i].title}, ${words[found] ?? "open"}`);
    });
    const good = boxes.filter((box) => ["known", "implied"].includes(box.dataset.state)).length;
    count.textContent = `known: ${good} of ${boxes.length}`;
    tell();
  }

  function key(event, i) {
    if (event.key === " " || event.key === "Enter") marking && mark(i);
    else if (event.key.startsWith("Arrow")) step(i, event.key);
    else return;
    event.preventDefault();
  }

  // The nearest box in the direction of the arrow.
  function step(i, arrow) {
    const along = /Left|Right/.test(arrow) ? 0 : 1;
    const sign = /Right|Down/.test(arrow) ? 1 : -1;
    const at = centres();
    let best = -1;
    let least = Infinity;
    at.forEach((point, k) => {
      const ahead = sign * (point[along] - at[i][along]);
      const aside = Math.abs(point[1 - along] - at[i][1 - along]);
      const far = ahead + (along ? 4 : 0.6) * aside;
      if (ahead > 4 && (!along || aside < 4) && far < least) [best, least] = [k, far];
    });
    if (best >= 0) boxes[best].focus();
  }

  function centres() {
    return boxes.map((box) => {
      const rect = box.querySelector("rect");
      return [Number(rect.getAttribute("x")), Number(rect.getAttribute("y"))];
    });
  }
}
