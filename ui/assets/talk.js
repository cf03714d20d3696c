// The talk: what was asked in this browser and what was answered, kept over a reload; the oldest turns are forgotten.
(() => {
  const MOST_TURNS = 30;
  const MOST_SIGNS = 1500000;
  const turn = () => document.querySelector("#wj-turn .wj-turn");
  const thread = () => document.querySelector("#wj-thread [id^='html-']");
  let own = [];

  function stored() {
    try {
      const turns = JSON.parse(wenjin.kept.get("talk") || "[]");
      return Array.isArray(turns) ? turns.filter((each) => typeof each?.html === "string") : [];
    } catch { return []; }
  }

  function store(turns) {
    let kept = turns.slice(-MOST_TURNS);
    while (kept.length > 1 && JSON.stringify(kept).length > MOST_SIGNS) kept = kept.slice(1);
    while (kept.length && !wenjin.kept.set("talk", JSON.stringify(kept))) kept = kept.slice(1);
    if (!kept.length) wenjin.kept.drop("talk");
  }

  const record = (article) => ({
    key: article.dataset.key,
    question: article.dataset.question,
    failed: article.dataset.done === "failed",
    html: article.outerHTML,
  });

  wenjin.talk = {
    // The questions before the next one, oldest first.
    earlier: () => own.filter((each) => !each.failed).map((each) => each.question),

    restore() {
      own = stored();
      if (!own.length) return;
      thread().innerHTML = own.map((each) => each.html).join("");
      for (const form of thread().querySelectorAll(".wj-note")) form.remove();
      thread().lastElementChild.scrollIntoView({ block: "start", behavior: "instant" });
    },

    // A turn that is whole, or has changed since.
    keep(article) {
      const made = record(article);
      const replaced = (turns) => turns.some((each) => each.key === made.key)
        ? turns.map((each) => (each.key === made.key ? made : each))
        : [...turns, made];
      own = replaced(own);
      store(replaced(stored()));
    },

    // The newest turn moves up into the thread, for the next takes its place.
    file() {
      if (turn()) thread().append(turn());
    },

    drop(article) {
      own = own.filter((each) => each.key !== article.dataset.key);
      store(stored().filter((each) => each.key !== article.dataset.key));
      article.remove();
    },

    clear() {
      own = [];
      wenjin.kept.drop("talk");
      thread().replaceChildren();
      turn()?.remove();
    },
  };
})();
