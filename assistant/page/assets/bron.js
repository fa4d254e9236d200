// A source beside the chat, and what a difficult term means. Both travel with the answer in templates: no requests.
"use strict";
(() => {
  const { find, motion } = window.passend;
  let opener = null; // what had the focus before the source opened

  // ---- the source ----

  function open(holder, number, by) {
    const template = find("template.context", holder);
    if (!template) return;
    const panel = find("#bronpaneel");
    const before = by.getBoundingClientRect().top;
    find("#bronvak").replaceChildren(template.content.cloneNode(true));
    panel.hidden = false;
    document.body.classList.add("bron-open");
    opener = by;
    for (const mark of panel.querySelectorAll("mark")) mark.classList.toggle("dit", mark.dataset.nummer === number);
    const words = find("mark.dit", panel) ?? find("mark", panel);
    // Within the panel only: the chat stays where it is.
    if (words) panel.scrollTo({ top: words.offsetTop - panel.clientHeight / 3, behavior: motion() });
    // The chat becomes narrower and so longer: the words that were pressed stay where they were.
    scrollBy({ top: by.getBoundingClientRect().top - before, behavior: "instant" });
    // Where the source lies over the chat, the words that were pressed move up, out from under it.
    if (!matchMedia("(min-width: 70rem)").matches) by.scrollIntoView({ block: "start", behavior: motion() });
    find("#bronkop").focus({ preventScroll: true });
  }

  function close() {
    const panel = find("#bronpaneel");
    if (!panel || panel.hidden) return;
    panel.hidden = true;
    find("#bronvak").replaceChildren();
    document.body.classList.remove("bron-open");
    if (opener?.isConnected) opener.focus({ preventScroll: true });
    opener = null;
  }

  function openCited(marker) {
    const quote = document.getElementById(marker.getAttribute("href").slice(1));
    const card = quote?.closest(".bron");
    if (!card) return;
    for (const other of document.querySelectorAll(".gekozen")) other.classList.remove("gekozen");
    quote.classList.add("gekozen");
    if (find("template.context", card)) return open(card, marker.textContent.replace(/\D/g, ""), marker);
    quote.scrollIntoView({ block: "center", behavior: motion() });
    quote.focus({ preventScroll: true });
  }

  // ---- a term ----

  function explain(button) {
    const answer = button.closest(".antwoord");
    const shown = find(".begrip-uitleg", answer);
    const wasOpen = button.getAttribute("aria-expanded") === "true";
    for (const other of answer.querySelectorAll(".begrip")) other.setAttribute("aria-expanded", "false");
    shown?.remove();
    if (wasOpen) return;
    // The explanations stand in the order of the buttons.
    const number = [...answer.querySelectorAll(".begrip")].indexOf(button);
    const explanation = answer.querySelectorAll(".uitleg-begrip")[number];
    if (!explanation) return;
    const note = document.createElement("div");
    note.className = "begrip-uitleg";
    note.setAttribute("role", "note");
    note.append(...explanation.cloneNode(true).childNodes);
    button.closest("p, ul, ol").after(note);
    button.setAttribute("aria-expanded", "true");
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest?.(".marker, .open-bron, .sluit-bron, .begrip");
    if (!target) return;
    event.preventDefault();
    if (target.matches(".marker")) openCited(target);
    else if (target.matches(".open-bron")) open(target.closest(".passage"), target.dataset.nummer, target);
    else if (target.matches(".sluit-bron")) close();
    else explain(target);
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });

  // A source belongs to the answer that one is reading: it goes with a new question, and when the conversation is cleared.
  for (const name of ["passend:nieuw", "passend:gewist"]) document.addEventListener(name, () => { opener = null; close(); });
})();
