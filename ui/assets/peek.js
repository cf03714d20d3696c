// Pointing at a numbered mark, or moving the focus to it, shows its passage; so does the first tap of a finger.
(() => {
  const LATER = 220; // ms for the pointer to travel from the mark to the passage
  const EDGE = 12;
  let shown = null;
  let leaving = 0;
  let touched = false;

  const peek = wenjin.made("div", { id: "wj-peek" });
  peek.setAttribute("role", "dialog");
  peek.setAttribute("popover", "manual");

  function show(mark) {
    clearTimeout(leaving);
    const card = document.getElementById(mark.dataset.cite);
    if (!card || shown === mark) return;
    shown = mark;
    if (!peek.isConnected) wenjin.page().append(peek);
    peek.setAttribute("aria-label", wenjin.say("passage", mark.textContent));
    peek.replaceChildren(...content(card, mark));
    peek.showPopover();
    put(mark);
  }

  function content(card, mark) {
    const passage = card.querySelector(".wj-passage").cloneNode(true);
    passage.hidden = false;
    const open = wenjin.made("button", { type: "button", className: "wj-link", textContent: wenjin.say("open_article") });
    open.dataset.act = "open";
    open.dataset.cite = mark.dataset.cite;
    const head = wenjin.made("div", { className: "wj-peek-head" });
    head.append(card.querySelector("cite").cloneNode(true), card.querySelector(".wj-meta").cloneNode(true));
    return [head, passage, open];
  }

  function put(mark) {
    const at = mark.getBoundingClientRect();
    const size = peek.getBoundingClientRect();
    const left = Math.min(Math.max(EDGE, at.left + at.width / 2 - size.width / 2), innerWidth - size.width - EDGE);
    const below = innerHeight - at.bottom - EDGE;
    const above = at.top - EDGE;
    const under = below >= size.height || below >= above;
    peek.style.maxHeight = `${Math.max(120, (under ? below : above) - EDGE)}px`;
    peek.style.left = `${left}px`;
    peek.style.top = under ? `${at.bottom + 8}px` : "auto";
    peek.style.bottom = under ? "auto" : `${innerHeight - at.top + 8}px`;
    const words = peek.querySelector("mark, .wj-evidence");
    const passage = peek.querySelector(".wj-passage");
    if (words) passage.scrollTop = words.offsetTop - passage.offsetTop - passage.clientHeight / 3;
  }

  function hide() {
    clearTimeout(leaving);
    if (shown) peek.hidePopover();
    shown = null;
  }

  function later() {
    clearTimeout(leaving);
    leaving = setTimeout(hide, LATER);
  }

  const markOf = (target) => target.closest?.("button.wj-number[data-cite]");
  document.addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    if (shown && !markOf(event.target) && !peek.contains(event.target)) hide();
  }, true);
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    if (markOf(event.target)) show(markOf(event.target));
    else if (peek.contains(event.target)) clearTimeout(leaving);
    else if (shown) later();
  });
  document.addEventListener("focusin", (event) => {
    const mark = markOf(event.target);
    if (mark?.matches(":focus-visible") && !touched) show(mark);
    else if (shown && !mark && !peek.contains(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => {
    touched = false;
    if (event.key !== "Escape" || !shown) return;
    hide();
    event.stopImmediatePropagation(); // the reader pane, if it is open, stays
    event.preventDefault();
  }, true);
  for (const happening of ["scroll", "resize"])
    addEventListener(happening, (event) => { if (shown && !peek.contains(event.target)) hide(); }, true);

  wenjin.unpeek = hide;

  // True where a tap was answered by showing the passage, so that nothing more is to be opened.
  wenjin.peeked = (mark) => {
    const first = touched && markOf(mark) && shown !== mark;
    if (first) show(mark);
    else hide();
    return Boolean(first);
  };
})();
