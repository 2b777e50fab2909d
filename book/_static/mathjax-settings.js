// Runs before MathJax and adds to what Sphinx and MyST have set: the fonts stand beside MathJax, not on a server.
// A page opened from disk may start no worker, so spoken formulas come as MathML there, and as speech elsewhere.
(() => {
  const fromDisk = location.protocol === "file:";
  const settings = (window.MathJax = window.MathJax || {});
  settings.loader = { ...settings.loader, paths: { "mathjax-newcm": "[mathjax]/font" } };
  if (fromDisk) settings.loader.load = ["a11y/assistive-mml"];
  settings.options = {
    ...settings.options,
    enableSpeech: !fromDisk,
    enableBraille: !fromDisk,
    enableAssistiveMml: fromDisk,
    menuOptions: { settings: { speech: !fromDisk, braille: !fromDisk, assistiveMml: fromDisk, enrich: !fromDisk } },
  };
})();
