// A linear map as its two columns: drag the tips of the arrows, or write into the matrix. The static picture shows one
// panel for each map; this keeps the first panel, large, and lets the others be chosen by name.

function linearMap(root, {maps, view, box, reach}) {
  const svg = unpack(root.querySelector("img"));
  for (const part of svg.querySelectorAll(":scope > text, [data-panel]:not([data-panel='0'])")) part.remove();
  svg.setAttribute("viewBox", view.join(" "));
  for (const [side, size] of [["width", 440], ["height", 440]]) svg.setAttribute(side, size);
  svg.style.minWidth = "0";
  const paper = plane(box);
  const part = (role) => svg.querySelector(`[data-role="${role}"]`);
  const now = [...maps[0].matrix];
  let held = 0; // the column that the pointer moves

  const limits = [-reach, reach, 0.1];
  const entry = ["to the right, of e\u2080", "to the right, of e\u2081", "up, of e\u2080", "up, of e\u2081"];
  const fields = entry.map((name, k) => numberField(`Image ${name}`, limits, (value) => change(k, value)));
  const matrix = make("span", {class: "companion-matrix", role: "group", "aria-label": "Matrix"}, ...fields);
  const choices = maps.map((map) => button(map.name, () => take(map.matrix)));
  const note = mount(root, svg, matrix, ...choices);
  const tips = ["e0", "e1"].map((role) => {
    const tip = document.createElementNS(svg.namespaceURI, "circle");
    for (const [name, value] of Object.entries({"data-drag": "", r: 5, "fill-opacity": 0.25})) tip.setAttribute(name, value);
    return part(role).appendChild(tip);
  });
  drags(svg, drag, (p, q) => {
    const far = (k) => Math.hypot(...paper.paper(now[k], now[k + 2]).map((v, i) => v - [p, q][i]));
    held = far(1) < far(0) ? 1 : 0;
    return far(held) < 30;
  });
  draw(true);

  function take(values) {
    now.splice(0, 4, ...values);
    draw(true);
  }

  function change(k, value) {
    now[k] = value;
    draw(false);
  }

  function drag(p, q) {
    const within = (value) => Math.max(-reach, Math.min(reach, Math.round(value * 10) / 10 || 0));
    [now[held], now[held + 2]] = paper.point(p, q).map(within);
    draw(true);
  }

  function draw(withFields) {
    const [a, b, c, d] = now;
    const image = ([x, y]) => paper.paper(a * x + b * y, c * x + d * y).join(",");
    const lines = [];
    for (let t = -6; t <= 6; t++) lines.push([[t, -2 * reach], [t, 2 * reach]], [[-2 * reach, t], [2 * reach, t]]);
    const circle = Array.from({length: 48}, (_, k) => [Math.cos((k * Math.PI) / 24), Math.sin((k * Math.PI) / 24)]);
    part("grid").setAttribute("d", lines.map(([from, to]) => `M${image(from)}L${image(to)}`).join(""));
    part("square").setAttribute("points", [[0, 0], [1, 0], [1, 1], [0, 1]].map(image).join(" "));
    part("circle").setAttribute("points", circle.map(image).join(" "));
    for (const k of [0, 1]) {
      const [p, q] = paper.paper(now[k], now[k + 2]);
      turnArrow(part(`e${k}`), paper.paper(0, 0), [p, q]);
      tips[k].setAttribute("cx", p);
      tips[k].setAttribute("cy", q);
    }
    if (withFields) fields.forEach((field, k) => (field.value = now[k]));
    maps.forEach((map, k) => choices[k].setAttribute("aria-pressed", map.matrix.every((v, i) => v === now[i])));
    note.textContent = sentence(a, b, c, d);
  }

  function sentence(a, b, c, d) {
    const area = Math.round((a * d - b * c) * 1e4) / 1e4 || 0;
    const size = Math.abs(area) === 1 ? "areas stay" : `areas times ${say(Math.abs(area))}`;
    const flat = now.some(Boolean) ? "the plane is pressed onto a line" : "every point goes to the origin";
    const end = area ? `${size}${area < 0 ? ", turned over as in a mirror" : ""}` : `${flat}; no inverse`;
    return `e\u2080 goes to ${pair(a, c)}, e\u2081 to ${pair(b, d)}; determinant ${say(area)}: ${end}.`;
  }
}
