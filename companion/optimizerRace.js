// Optimizers on their way down, played or walked step by step. runs[k] = {name, at: [[pixels]], f: [values], lost}.

function optimizerRace(root, {steps, runs}) {
  const svg = unpack(root.querySelector("img"));
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const ways = runs.map((_, k) => svg.querySelector(`[data-way="${k}"]`));
  const heads = runs.map((_, k) => svg.querySelector(`[data-head="${k}"]`));
  const near = (pixel) => Math.max(-5000, Math.min(5000, pixel));
  let now = 0;
  let clock = null;

  const play = button("Play", () => (clock ? stop() : start()));
  play.classList.add("companion-main");
  const back = button("Back", () => walk(now - 1));
  const step = button("Step", () => walk(now + 1));
  const reset = button("Reset", () => walk(0));
  const time = slider("Step of the race", steps, walk);
  const count = make("span", {class: "companion-count"});
  const note = mount(root, svg, ...(still ? [] : [play]), back, step, reset, time, count);
  note.style.whiteSpace = "pre-line";
  go(0);

  // Steps that nobody asked for are not read aloud; where the race stands when it stops is.
  function start() {
    if (now === steps) now = 0;
    play.textContent = "Pause";
    note.setAttribute("aria-live", "off");
    clock = setInterval(() => (root.isConnected && now < steps ? go(now + 1) : stop()), Math.min(250, Math.max(40, 6000 / steps)));
  }

  function stop() {
    clearInterval(clock);
    clock = null;
    play.textContent = "Play";
    note.setAttribute("aria-live", "polite");
    go(now);
  }

  function walk(to) {
    if (clock) stop();
    go(Math.max(0, Math.min(steps, to)));
  }

  function go(to) {
    now = to;
    runs.forEach(({at}, k) => {
      const gone = at.slice(0, now + 1).map((point) => point.map(near));
      ways[k].setAttribute("points", gone.map((point) => point.join(",")).join(" "));
      const [p, q] = gone.at(-1) ?? [-20, -20];
      heads[k].setAttribute("cx", p);
      heads[k].setAttribute("cy", q);
    });
    time.value = now;
    time.setAttribute("aria-valuetext", `step ${now} of ${steps}`);
    count.textContent = `${now} / ${steps}`;
    back.setAttribute("aria-disabled", now === 0);
    step.setAttribute("aria-disabled", now === steps);
    note.textContent = [`Step ${now}.`, ...runs.map(said)].join("\n");
  }

  function said({name, f, lost}) {
    if (now < f.length) return `${name}: f = ${say(f[now])}`;
    return `${name}: ${lost ? `the numbers overflow after step ${f.length - 1}` : `f = ${say(f.at(-1))}`}`;
  }
}
