// What the explorers share beside widgets.js: numbers in words, arrows, sliders, and a pointer that drags.

// 4.472, −0.5: four digits and a true minus sign.
function say(value) {
  return String(Number(value.toPrecision(4)) || 0).replace("-", "\u2212");
}

function pair(x, y) {
  return `(${say(x)}, ${say(y)})`;
}

// A plane on paper, as plane.py writes it: box in pixels, then the limits of x and y.
function plane([left, top, width, height, x0, x1, y0, y1]) {
  return {
    paper: (x, y) => [left + ((x - x0) / (x1 - x0)) * width, top + (1 - (y - y0) / (y1 - y0)) * height],
    point: (p, q) => [x0 + ((p - left) / width) * (x1 - x0), y0 + (1 - (q - top) / height) * (y1 - y0)],
    holds: (p, q) => p >= left - 8 && p <= left + width + 8 && q >= top - 8 && q <= top + height + 8,
  };
}

// Moves an arrow of plane.py: its line and its head.
function turnArrow(group, [x, y], [u, v]) {
  const length = Math.hypot(u - x, v - y);
  const size = Math.min(11, length);
  const [a, b] = length < 1 ? [0, 0] : [(u - x) / length, (v - y) / length];
  const [p, q] = [u - size * a, v - size * b];
  group.querySelector("path").setAttribute("d", `M${x},${y}L${p},${q}`);
  const half = 0.45 * size;
  const head = length < 1 ? "" : `${u},${v} ${p - half * b},${q + half * a} ${p + half * b},${q - half * a}`;
  group.querySelector("polygon").setAttribute("points", head);
}

function labelled(text, input) {
  return make("label", {class: "companion-field"}, text, input);
}

function slider(label, max, onMove) {
  const input = make("input", {type: "range", min: 0, max, value: 0, "aria-label": label});
  input.addEventListener("input", () => onMove(Number(input.value)));
  return input;
}

function numberField(label, [min, max, step], onChange) {
  const input = make("input", {type: "number", min, max, step, "aria-label": label});
  input.addEventListener("input", () => {
    const value = input.valueAsNumber;
    if (Number.isFinite(value) && value >= min && value <= max) onChange(value);
  });
  return input;
}

// Calls onDrag(x, y) in the picture's own coordinates while a pointer is down on it; onStart may refuse.
function drags(svg, onDrag, onStart = () => true) {
  let down = false;
  const at = (event) => {
    const box = svg.getScreenCTM().inverse();
    return [event.clientX * box.a + box.e, event.clientY * box.d + box.f];
  };
  svg.addEventListener("pointerdown", (event) => {
    down = onStart(...at(event)) !== false;
    if (!down) return;
    svg.setPointerCapture(event.pointerId);
    onDrag(...at(event));
  });
  svg.addEventListener("pointermove", (event) => down && onDrag(...at(event)));
  for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => (down = false));
}

// Puts controls, one line of text and the picture where the finished picture stood.
function mount(root, svg, ...controls) {
  const note = make("p", {class: "companion-note", "aria-live": "polite"});
  const stage = make("div", {class: "companion-stage", tabindex: "0", role: "group", "aria-label": "Picture"}, svg);
  const bar = make("div", {class: "companion-bar"}, ...controls);
  root.querySelector("img").parentElement.replaceWith(bar, note, stage);
  keepKeys(root);
  return note;
}
