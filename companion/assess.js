// Questions that colour the road map. quiz() judges and explains; this counts first tries and paints.
// `about[q]` lists the topics of question q. The last option of each question is "I do not know yet".

function assess(root, map, about) {
  const cards = [...root.querySelectorAll("fieldset")];
  const answers = new Map(); // question -> "right", "wrong" or "unknown", at the first try
  const result = root.querySelector(".companion-result");
  result.setAttribute("aria-live", "polite");
  root.addEventListener("click", () => {
    cards.forEach((card, q) => answers.has(q) || !card.dataset.score || note(card, q));
  });
  show();

  function note(card, q) {
    const inputs = [...card.querySelectorAll("input")];
    answers.set(q, inputs.at(-1).checked ? "unknown" : card.dataset.score);
    show();
  }

  function show() {
    const states = judge();
    map.paint((id) => states.get(id) ?? "");
    const count = (kind) => [...answers.values()].filter((answer) => answer === kind).length;
    // Someone who guesses among k options is right once for every k - 1 times wrong: that much is taken off again.
    const guessed = cards.reduce((sum, card, q) => sum + (answers.get(q) === "wrong" ? 1 / (card.querySelectorAll("input").length - 2) : 0), 0);
    const fair = Math.max(0, Math.round(count("right") - guessed));
    const shown = [...states].flatMap(([id, found]) => (found === "known" ? [id] : []));
    result.replaceChildren(
      make("strong", {}, `${count("right")} right at the first try`),
      `, ${count("wrong")} wrong, ${count("unknown")} not known yet, ${cards.length - answers.size} not answered. `,
      `Without lucky guesses: about ${fair} of ${cards.length}. `,
      ...(shown.length ? ["For the planner: ", make("code", {}, `known = "${shown.join(", ")}"`)] : []));
  }

  // A topic is known when every answer about it was right and no missed topic lies below it.
  function judge() {
    const right = new Set();
    const missed = new Set();
    for (const [q, answer] of answers) for (const id of about[q]) (answer === "right" ? right : missed).add(id);
    const states = new Map();
    for (const id of right) {
      const shaky = [...map.under(id)].some((below) => missed.has(below));
      if (!missed.has(id)) states.set(id, shaky ? "shaky" : "known");
    }
    for (const [id, found] of [...states]) {
      if (found === "known") for (const below of map.under(id)) if (!states.has(below)) states.set(below, "implied");
    }
    for (const id of missed) states.set(id, "missed");
    return states;
  }
}
