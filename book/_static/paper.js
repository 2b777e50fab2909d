// Paper is white, and nobody can unfold it: for printing the light theme and everything open, afterwards as it was.
(() => {
  const page = document.documentElement;
  let theme;
  let folded = [];
  addEventListener("beforeprint", () => {
    theme = page.dataset.theme;
    folded = [...document.querySelectorAll("article details:not([open])")];
    page.dataset.theme = "light";
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", () => {
    page.dataset.theme = theme;
    for (const details of folded) details.open = false;
  });
})();
