// The two rooms of the page, its language, and its light.
(() => {
  const root = document.documentElement;
  const dark = () => document.body.classList.contains("dark");

  function enter(room) {
    root.dataset.room = room;
    for (const button of document.querySelectorAll(".wj-room"))
      button.dataset.room === room ? button.setAttribute("aria-current", "page") : button.removeAttribute("aria-current");
  }

  // The masthead comes later than this script, and is written twice before it stands.
  wenjin.settle = () => enter(root.dataset.room);

  wenjin.acts.room = (button) => {
    history.replaceState(null, "", button.dataset.room === "ask" ? location.pathname : `#${button.dataset.room}`);
    enter(button.dataset.room);
    window.scrollTo(0, 0);
  };

  // Gradio settles its language once, when the page is made: so the page is made anew. The talk is kept.
  wenjin.acts.language = (button) => {
    wenjin.kept.set("language", button.dataset.language);
    wenjin.kept.here.set("draft", wenjin.draft());
    location.reload();
  };

  function light() {
    const chosen = wenjin.kept.get("theme");
    if (chosen && dark() !== (chosen === "dark")) document.body.classList.toggle("dark", chosen === "dark");
  }

  wenjin.acts.theme = () => {
    wenjin.kept.set("theme", dark() ? "light" : "dark");
    light();
  };

  light();
  new MutationObserver(light).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  enter(location.hash === "#articles" ? "articles" : "ask");
})();
