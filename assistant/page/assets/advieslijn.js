// For colleagues with someone on the line: everything by keyboard, search as you type, a note for the file, marking a fault.
// Only in the voice of the advice line; parents get none of it.
"use strict";
(() => {
  const WAIT = 40; // milliseconds without a key before the questions that begin so are looked up
  const COPIED = { notitie: "De notitie is gekopieerd.", link: "De link is gekopieerd. Wie hem opent, ziet deze vraag." };
  const NOT_COPIED = "Kopiëren mag niet van deze browser.";
  const NOT_KEPT = "Het is niet bewaard. Probeer het nog eens.";
  const { find, box, say } = window.passend;
  const list = () => find("#voorstellen");
  const active = () => find("#stem input[value=advieslijn]")?.checked ?? false;
  const turn = () => find("#nu .beurt[data-stand=klaar]");

  // ---- search as you type ----

  let timer = 0;
  let asked = 0; // so that a slow reply never overtakes a later one

  async function lookUp() {
    const text = box()?.value.trim() ?? "";
    const number = ++asked;
    if (!active() || text.length < 2) return hide();
    const source = find("#bronkeuze input:checked")?.value;
    try {
      const reply = await fetch("./zoek", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ text, source: source === "alle" ? null : source }),
      });
      if (number !== asked || !reply.ok) return;
      show(await reply.json());
    } catch {
      hide(); // without suggestions the question can still be asked
    }
  }

  function show(questions) {
    if (!questions.length || document.activeElement !== box()) return hide();
    list().replaceChildren(...questions.map((question, number) => {
      const option = document.createElement("li");
      option.id = `voorstel-${number}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.textContent = question;
      return option;
    }));
    list().hidden = false;
    place();
    while (list().children.length > 1 && list().getBoundingClientRect().top < 0) list().lastChild.remove(); // no room above the box
    box().setAttribute("aria-controls", "voorstellen");
    box().setAttribute("aria-autocomplete", "list");
  }

  function place() {
    const at = box().getBoundingClientRect();
    Object.assign(list().style, { left: `${at.left}px`, width: `${at.width}px`, bottom: `${innerHeight - at.top + 6}px` });
  }

  function hide() {
    if (!list() || list().hidden) return;
    list().hidden = true;
    list().replaceChildren();
    box()?.removeAttribute("aria-activedescendant");
  }

  function chosen() {
    return find("[aria-selected=true]", list());
  }

  function choose(step) {
    const options = [...list().children];
    const before = options.indexOf(chosen());
    const next = (before + step + options.length + (before < 0 && step < 0 ? 1 : 0)) % options.length;
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === next)));
    options[next].scrollIntoView({ block: "nearest" });
    box().setAttribute("aria-activedescendant", options[next].id);
  }

  function ask(question) {
    hide();
    window.passend.ask(question);
    asked += 1; // typing it has asked for suggestions: they come too late
    clearTimeout(timer);
  }

  document.addEventListener("input", (event) => {
    if (event.target !== box()) return;
    clearTimeout(timer);
    timer = setTimeout(lookUp, WAIT);
  });
  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest?.("#voorstellen [role=option]");
    if (!option) return;
    event.preventDefault(); // the box keeps the focus
    ask(option.textContent);
  });
  document.addEventListener("focusout", (event) => { if (event.target === box()) hide(); });

  // ---- passages ----

  function passages() {
    return [...(turn()?.querySelectorAll(".open-bron") ?? [])];
  }

  function walk(step) {
    const all = passages();
    const next = all[Math.max(0, Math.min(all.length - 1, all.indexOf(document.activeElement) + step))];
    next?.focus();
  }

  // ---- the file ----

  async function copy(what) {
    const done = turn();
    if (!done) return;
    const question = find(".vraag", done).lastChild.textContent;
    const text = what === "link"
      ? `${location.origin}${location.pathname}#${new URLSearchParams({ vraag: question, stem: "advieslijn" })}`
      : find("template.notitie", done).content.textContent;
    try {
      await navigator.clipboard.writeText(text);
      say(COPIED[what]);
    } catch {
      say(NOT_COPIED);
    }
    const button = find(`.kopieer[data-wat=${what}]`, done);
    button.classList.add("gedaan");
    setTimeout(() => button.classList.remove("gedaan"), 2000);
  }

  // ---- a fault ----

  async function keep(form) {
    const before = [...document.querySelectorAll("#verloop .vraag, #nu .vraag")].map((asked) => asked.lastChild.textContent);
    const place = form.closest("#nu") ? before.length : [...document.querySelectorAll("#verloop .beurt")].indexOf(form.closest(".beurt")) + 1;
    let said = NOT_KEPT;
    try {
      const reply = await fetch("./fout", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ turns: before.slice(0, place).slice(-13), remark: find("input", form).value }),
      });
      const told = await reply.json();
      said = reply.ok ? told.melding : (typeof told.detail === "string" ? told.detail : NOT_KEPT);
    } catch { /* told below */ }
    const note = document.createElement("p");
    note.className = "feiten";
    note.textContent = said;
    form.replaceWith(note);
    say(said);
    box().focus();
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches?.("form.fout")) return;
    event.preventDefault();
    keep(event.target);
  }, true);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".kopieer");
    if (button) copy(button.dataset.wat);
  });

  // ---- keys ----

  document.addEventListener("keydown", (event) => {
    if (!active() || event.isComposing) return;
    const inBox = event.target === box();
    const inList = inBox && !list().hidden;
    const handled = (() => {
      if (event.key === "F2") return copy("notitie"), true;
      if (event.key === "F4") return find("form.fout input", turn() ?? undefined)?.focus(), true;
      if (inList && event.key === "ArrowDown") return choose(1), true;
      if (inList && event.key === "ArrowUp") return choose(-1), true;
      if (inList && event.key === "Escape") return hide(), true;
      if (inList && event.key === "Enter" && chosen()) return ask(chosen().textContent), true;
      if (inBox && event.key === "Enter") return hide(), clearTimeout(timer), asked += 1, false;
      if (inBox && event.key === "ArrowUp" && !box().value && passages().length) return passages()[0].focus(), true;
      if (!event.target.matches?.(".open-bron")) return false;
      if (["ArrowRight", "ArrowDown"].includes(event.key)) return walk(1), true;
      if (["ArrowLeft", "ArrowUp"].includes(event.key)) return walk(-1), true;
      return false;
    })();
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  // Also a question that came with a link has been typed, by the script: its suggestions would cover the answer.
  document.addEventListener("passend:nieuw", () => { clearTimeout(timer); asked += 1; hide(); });
  document.addEventListener("passend:klaar", () => { if (active()) box()?.focus({ preventScroll: true }); });
  document.addEventListener("change", (event) => { if (event.target.matches?.("#stem input") && active()) box()?.focus(); });
  addEventListener("resize", hide);
})();
