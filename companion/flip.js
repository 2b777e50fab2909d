// Recall cards, one at a time: read, answer aloud, turn, say honestly whether you knew it. A card that you did not know
// comes again at the end. The page holds all cards as a list, which stays for those who run no scripts.

function flip(root) {
  const list = root.querySelector("ol");
  const cards = [...list.children].map((item) => {
    const [summary, ...answer] = item.querySelector("details").children;
    return {front: [...summary.childNodes], back: answer};
  });
  let waiting, knew, tried;

  const turn = button("Turn", () => show(true));
  const yes = button("I knew it", () => next(true));
  const no = button("Not yet", () => next(false));
  const again = button("Start again", start);
  turn.classList.add("companion-main");
  const count = make("span", {class: "companion-count"});
  const face = make("div", {class: "companion-flip", role: "group", "aria-live": "polite", "aria-label": "Card"});
  list.replaceWith(face, make("p", {class: "companion-bar"}, turn, yes, no, again, count));
  keepKeys(root);
  start(true);

  function start(first) {
    waiting = cards.map((_, i) => i);
    knew = tried = 0;
    show(false, first === true);
  }

  function next(known) {
    const card = waiting.shift();
    if (tried < cards.length) {
      tried += 1;
      if (known) knew += 1;
    }
    if (!known) waiting.push(card);
    show(false);
  }

  function show(back, first = false) {
    const card = cards[waiting[0]];
    if (card) face.replaceChildren(make("p", {}, ...card.front), ...(back ? [make("div", {class: "companion-back"}, ...card.back)] : []));
    else face.replaceChildren(make("p", {}, `Done. ${knew} of ${cards.length} known at the first try.`));
    turn.hidden = !card || back;
    yes.hidden = no.hidden = !card || !back;
    again.hidden = Boolean(card);
    count.textContent = card ? `${waiting.length} to go` : "";
    if (!first) [turn, yes, again].find((one) => !one.hidden).focus({preventScroll: true}); // the keyboard's place stays in the card
  }
}
