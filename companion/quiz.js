// Questions with radio buttons or check boxes. The page holds every option's reason in a closed <details>; this asks first,
// then says why, and keeps the score of all questions on the page. `right[q]` lists the places of the right options.

function quiz(root, right) {
  const cards = [...root.querySelectorAll("fieldset")];
  cards.forEach((card, q) => ask(card, right[q]));
  keepKeys(root);

  function ask(card, correct) {
    const options = [...card.querySelectorAll("input")];
    const answers = card.querySelector("details");
    const reasons = [...answers.querySelectorAll("li")];
    const verdict = make("span", {class: "companion-verdict", "aria-live": "polite"});
    const check = button("Check", judge);
    check.classList.add("companion-main");
    answers.hidden = true;
    const group = `companion-${Math.random()}`; // the same question may stand twice on a page
    options.forEach((option) => Object.assign(option, {disabled: false, name: group}));
    card.append(check, verdict);

    function judge() {
      const chosen = options.flatMap((option, i) => (option.checked ? [i] : []));
      if (!chosen.length) {
        verdict.textContent = "Choose an answer first.";
        return;
      }
      const all = chosen.length === correct.length && chosen.every((i) => correct.includes(i));
      card.dataset.score = card.dataset.score ?? (all ? "right" : "wrong");
      options.forEach((option, i) => explain(option, reasons[i], option.checked, correct.includes(i)));
      verdict.textContent = `${all ? "Right." : "Not yet. Read why, and try again."} ${score()}`;
    }
  }

  function explain(option, reason, chosen, correct) {
    const row = option.closest(".companion-option");
    row.querySelector(".companion-why")?.remove();
    row.classList.remove("companion-right", "companion-wrong");
    if (!chosen) return;
    row.classList.add(correct ? "companion-right" : "companion-wrong");
    const why = make("span", {class: "companion-why"}, ...[...reason.childNodes].map((node) => node.cloneNode(true)));
    row.append(why);
  }

  // First tries count; every quiz of the page adds to it.
  function score() {
    const all = [...document.querySelectorAll("fieldset.companion-question")];
    const tried = all.filter((card) => card.dataset.score);
    const good = tried.filter((card) => card.dataset.score === "right");
    return `On this page: ${good.length} of ${tried.length} right at the first try, ${all.length - tried.length} to go.`;
  }
}
