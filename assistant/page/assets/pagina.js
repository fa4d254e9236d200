// What Gradio does not do itself: Dutch throughout, a way out, past turns that stay in the browser, and one voice for
// screen readers. No requests, no storage.
"use strict";
(() => {
  const { find, box, motion, say, type } = window.passend;

  // Gradio takes the language of its own few words from here.
  for (const [name, value] of [["language", "nl"], ["languages", ["nl"]]]) {
    Object.defineProperty(navigator, name, { get: () => value });
  }

  const QUICK = 1000; // milliseconds between the two presses of Esc
  const BROKEN =
    "De verbinding is weg of het is te druk. Je vraag is niet beantwoord. Wil je nu iemand spreken? " +
    "Bel Veilig Thuis: 0800-2000 (gratis, dag en nacht). Bij direct gevaar: bel 112.";
  const RELOAD = "Pagina opnieuw laden (het gesprek verdwijnt dan)";
  const CLEARED = "Het gesprek is gewist.";

  // ---- the way out ----

  function leave(event) {
    event?.preventDefault();
    const address = find("#snelweg").href;
    document.title = "";
    document.body.hidden = true;
    document.body.replaceChildren();
    location.replace(address); // takes the place of this page, so that "back" does not return to it
  }

  // An Esc that closes something is not the first of two.
  const closesSomething = () => Boolean(find("#bronpaneel:not([hidden]), #voorstellen:not([hidden])"));

  let lastEscape = -Infinity;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    if (closesSomething()) lastEscape = -Infinity;
    else if (event.timeStamp - lastEscape < QUICK) leave(event);
    else lastEscape = event.timeStamp;
  }, true);

  // ---- asking by a button or by a link ----

  let draft = ""; // what stood in the box when a button asked something else

  function ask(question) {
    if (!box()) return;
    draft = box().value;
    window.passend.ask(question);
  }

  // A link with a question in it (#vraag=…) opens straight to the answer. The part behind # never leaves the browser, and is
  // taken out of the address at once; whether the question is kept in a history was up to who shared the link.
  function askFromLink() {
    const asked = new URLSearchParams(location.hash.slice(1));
    const question = asked.get("vraag")?.trim();
    if (!question) return;
    history.replaceState(null, "", location.pathname);
    if (asked.get("stem") === "advieslijn") find("#stem input[value=advieslijn]")?.click();
    setTimeout(() => ask(question));
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest?.("#snelweg, .stel, .overslaan");
    if (!target) return;
    if (target.id === "snelweg") return leave(event);
    event.preventDefault();
    if (target.matches(".overslaan")) box()?.focus();
    else if (target.matches(".herlaad")) location.reload();
    else if (target.matches(".sluit")) find("#storing").replaceChildren();
    else ask(target.dataset.vraag);
  }, true);

  // ---- what the server sends is the last turn; the ones before it are kept here ----

  let current = null; // a copy of the turn on the screen

  function spoken(turn) {
    const copy = turn.cloneNode(true);
    for (const silent of copy.querySelectorAll(".marker, .vraag, .bronnen, .misschien, .passages, .dossier, .uitleg-begrip")) silent.remove();
    for (const more of copy.querySelectorAll("details")) more.innerHTML = "<p>Er is meer uitleg.</p>";
    const words = [...copy.querySelectorAll("p, li")].map((part) => part.textContent.trim());
    const sources = turn.querySelectorAll(".citaat").length;
    if (sources) words.push(sources === 1 ? "Onder het antwoord staat 1 bron." : `Onder het antwoord staan ${sources} bronnen.`);
    return words.join(" ");
  }

  function onTurn() {
    const turn = find("#nu .beurt");
    if (!turn) {
      if (!current) return;
      current = null;
      draft = "";
      find("#verloop").replaceChildren();
      document.dispatchEvent(new Event("passend:gewist"));
      say(CLEARED);
      box().focus();
      return;
    }
    const isNew = turn.dataset.beurt !== current?.dataset.beurt;
    if (isNew && current) find("#verloop").append(current);
    const changed = isNew || turn.dataset.stand !== current.dataset.stand;
    current = turn.cloneNode(true);
    if (isNew) start(turn);
    if (!changed) return;
    if (["klaar", "laden"].includes(turn.dataset.stand)) say(spoken(turn));
    if (turn.dataset.stand === "klaar") document.dispatchEvent(new Event("passend:klaar"));
  }

  function start(turn) {
    document.dispatchEvent(new Event("passend:nieuw"));
    const asked = find(".vraag", turn);
    if (document.activeElement === document.body || document.activeElement?.matches(".stel")) asked.focus({ preventScroll: true });
    else if (matchMedia("(pointer: coarse)").matches) box().blur(); // the keyboard of a phone would cover the answer
    turn.scrollIntoView({ block: "start", behavior: motion() });
    if (draft) setTimeout(() => { type(draft); draft = ""; });
  }

  // ---- Gradio's messages are English and vanish; ours is Dutch and stays until the page is loaded again ----

  function onTrouble() {
    const messages = document.querySelectorAll(".toast-wrap [data-testid='toast-body']:not([data-gezien])");
    if (!messages.length) return;
    for (const message of messages) {
      message.dataset.gezien = "";
      find("[data-testid='toast-close']", message)?.click();
    }
    const text = document.createElement("p");
    text.textContent = BROKEN;
    find("#storing").replaceChildren(text, button("herlaad", RELOAD), button("sluit", "Sluiten"));
  }

  function button(name, text) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `stel ${name}`;
    made.textContent = text;
    return made;
  }

  // ---- small repairs of Gradio's markup ----

  function repair() {
    for (const name of ["stem", "bronkeuze"]) {
      const choices = document.getElementById(name);
      if (!choices || choices.hasAttribute("aria-labelledby")) continue;
      const label = find("[data-testid='block-info']", choices);
      label.id = `${name}-naam`;
      choices.setAttribute("aria-labelledby", label.id);
      for (const choice of choices.querySelectorAll("input")) choice.name = name; // one group, so that arrow keys work
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    let watched = null;
    let ready = false;
    new MutationObserver(() => {
      repair();
      onTrouble();
      if (!ready && find("#nu") && find("#stuur") && box()) {
        ready = true;
        setTimeout(askFromLink);
      }
      const place = find("#nu");
      if (place === watched) return;
      watched = place;
      if (place) new MutationObserver(onTurn).observe(place, { subtree: true, childList: true, attributes: true, characterData: true });
    }).observe(document.body, { subtree: true, childList: true });
  });
})();
