window.wenjin = (() => {
  const opened = new Map(); // id of a citation → whether the reader left it open

  document.addEventListener("toggle", (event) => {
    if (event.target.id) opened.set(event.target.id, event.target.open);
  }, true);

  document.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-cite]");
    const card = mark && document.getElementById(mark.dataset.cite);
    if (!card) return;
    card.open = true;
    card.scrollIntoView({ block: "nearest" });
    card.querySelector("summary").focus();
  });

  return {
    // A turn that moves up into the thread is written anew: leave its citations as the reader left them.
    reopen(element) {
      for (const card of element.querySelectorAll("details[id]"))
        if (opened.has(card.id)) card.open = opened.get(card.id);
    },
    // A new question goes to the top of the window, so that its answer comes in below it, in view.
    follow(element) {
      if (!element.querySelector(".wj-waiting")) return;
      if (document.querySelector("#wj-thread .wj-turn")) element.scrollIntoView({ block: "start" });
      else window.scrollTo(0, 0);
    },
  };
})();
