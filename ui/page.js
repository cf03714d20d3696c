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

  // Told to a screen reader once, when it is whole: not piece by piece, and not the passages with it.
  const told = document.createElement("p");
  told.setAttribute("role", "status");
  told.className = "wj-unseen";

  function announce(element) {
    if (!told.isConnected) document.querySelector(".gradio-container").append(told);
    const whole = element.querySelector(".wj-sources") && element.querySelector(".wj-answer");
    told.textContent = whole ? whole.textContent : "";
  }

  return {
    // A turn that moves up into the thread is written anew: leave its citations as the reader left them.
    reopen(element) {
      for (const card of element.querySelectorAll("details[id]"))
        if (opened.has(card.id)) card.open = opened.get(card.id);
    },
    // A new question goes to the top of the window, so that its answer comes in below it, in view.
    follow(element) {
      announce(element);
      if (!element.querySelector(".wj-waiting")) return;
      if (document.querySelector("#wj-thread .wj-turn")) element.scrollIntoView({ block: "start" });
      else window.scrollTo(0, 0);
    },
  };
})();
