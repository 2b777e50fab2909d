// Contours with a point to move and a direction to turn. known[row * x.length + column] = [f, ∂f/∂x, ∂f/∂y], or 0 where
// f has no number.

function gradientContour(root, {box, rates, x, y, start, length, unit, known}) {
  const svg = unpack(root.querySelector("img"));
  const part = (role) => svg.querySelector(`[data-role="${role}"]`);
  const [left, right] = [plane(box), plane(rates)];
  let [column, row] = start;
  let degrees = 0;
  let held = "";

  const across = place("x", x, (k) => (column = k));
  const upward = place("y", y, (k) => (row = k));
  const turn = slider("Direction in degrees", 360, (value) => draw((degrees = value)));
  const fields = [labelled("x", across), labelled("y", upward), labelled("direction", turn)];
  const note = mount(root, svg, ...fields, button("Along the gradient", () => along(0)), button("Along the contour", () => along(90)));
  drags(svg, drag, (p, q) => {
    held = left.holds(p, q) ? "point" : right.holds(p, q) ? "angle" : "";
    return held !== "";
  });
  draw();

  function place(name, values, set) {
    const step = Number((values[1] - values[0]).toPrecision(8));
    return numberField(name, [values[0], values.at(-1), step], (value) => {
      set(nearest(values, value));
      draw();
    });
  }

  function nearest(values, wanted) {
    return values.reduce((best, value, k) => (Math.abs(value - wanted) < Math.abs(values[best] - wanted) ? k : best), 0);
  }

  function drag(p, q) {
    if (held === "point") {
      const [u, v] = left.point(p, q);
      [column, row] = [nearest(x, u), nearest(y, v)];
    } else degrees = Math.max(0, Math.min(360, Math.round(right.point(p, q)[0])));
    draw();
  }

  function along(offset) {
    const here = known[row * x.length + column];
    if (here) degrees = (Math.round((Math.atan2(here[2], here[1]) * 1800) / Math.PI) / 10 + offset + 360) % 360;
    draw();
  }

  function draw() {
    if (document.activeElement !== across) across.value = x[column];
    if (document.activeElement !== upward) upward.value = y[row];
    turn.value = degrees;
    const here = known[row * x.length + column];
    const at = left.paper(x[column], y[row]);
    for (const [name, k] of [["cx", 0], ["cy", 1]]) part("point").setAttribute(name, at[k]);
    for (const role of ["gradient", "tangent", "curve", "rate"]) part(role).style.visibility = here ? "" : "hidden";
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    turnArrow(part("direction"), at, [at[0] + unit * cos, at[1] - unit * sin]);
    if (here) slopes(at, here, cos, sin);
    note.textContent = here ? sentence(here, cos, sin) : `At ${pair(x[column], y[row])} f has no gradient: it is not a finite number.`;
    turn.setAttribute("aria-valuetext", `${say(degrees)} degrees. ${note.textContent}`);
  }

  function slopes(at, [, a, b], cos, sin) {
    turnArrow(part("gradient"), at, [at[0] + a * length, at[1] - b * length]);
    const norm = Math.hypot(a, b);
    const share = norm ? 70 / norm : 0;
    part("tangent").setAttribute("d", `M${at[0] - b * share},${at[1] - a * share}L${at[0] + b * share},${at[1] + a * share}`);
    const rate = (t) => (norm ? (a * Math.cos((t * Math.PI) / 180) + b * Math.sin((t * Math.PI) / 180)) / norm : 0);
    const curve = Array.from({length: 61}, (_, k) => right.paper(6 * k, rate(6 * k)).join(","));
    part("curve").setAttribute("points", curve.join(" "));
    const [p, q] = right.paper(degrees, norm ? (a * cos + b * sin) / norm : 0);
    part("rate").setAttribute("cx", p);
    part("rate").setAttribute("cy", q);
    part("angle").setAttribute("d", `M${p},${rates[1]}v${rates[3]}`);
    part("most").textContent = say(norm);
    part("least").textContent = say(-norm);
  }

  function sentence([f, a, b], cos, sin) {
    const [norm, slope] = [Math.hypot(a, b), a * cos + b * sin];
    const where = `At ${pair(x[column], y[row])}: f = ${say(f)}, gradient ${pair(a, b)}`;
    if (norm < 1e-9) return `${where}. No direction rises, to first order.`;
    const small = Math.abs(slope) < 0.004 * norm ? "0 (along the contour)" : say(slope);
    return `${where} of length ${say(norm)}. Direction ${say(degrees)}°: slope ${small}.`;
  }
}
