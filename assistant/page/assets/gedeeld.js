// What the scripts of the page share: finding, typing, asking, and saying something to a screen reader.
"use strict";
window.passend = (() => {
  const SPOKEN = 20000; // milliseconds; after this, what was read out is taken away again
  const find = (selector, within = document) => within.querySelector(selector);
  const box = () => find("#vraag textarea");
  const motion = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

  function say(text) {
    const voice = find("#voorlezen");
    voice.textContent = ""; // or the same words twice would be heard once
    setTimeout(() => { voice.textContent = text; });
    setTimeout(() => { if (voice.textContent === text) voice.textContent = ""; }, SPOKEN);
  }

  function type(text) {
    box().value = text;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  }

  function ask(question) {
    type(question);
    setTimeout(() => find("#stuur").click());
  }

  return { find, box, motion, say, type, ask };
})();
