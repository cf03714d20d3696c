// An article beside the chat, scrolled to the words that tell; on a narrow window a sheet over it.
(() => {
  const WIDE = matchMedia("(min-width: 1000px)");
  let opener = null;
  let latest = 0;

  const body = wenjin.made("div", { className: "wj-reader-body", tabIndex: 0 });
  const copy = wenjin.made("button", { type: "button", className: "wj-link" });
  const close = wenjin.made("button", { type: "button", className: "wj-link wj-close" });
  const bar = wenjin.made("div", { className: "wj-reader-bar" }, copy, close);
  const reader = wenjin.made("dialog", { id: "wj-reader" }, bar, body);
  copy.dataset.act = "copy";
  close.dataset.act = "close";

  // The card of a citation, or whatever else names an article.
  function placeOf(button) {
    const card = button.dataset.cite && document.getElementById(button.dataset.cite);
    return card || button.closest("[data-article]");
  }

  wenjin.acts.open = async (button) => {
    if (wenjin.peeked(button)) return;
    const place = placeOf(button);
    if (!place) return;
    opener = button.isConnected && !button.closest("#wj-peek") ? button : document.querySelector("#wj-box textarea");
    show(place);
    await fill(place.dataset);
  };

  function show(place) {
    if (!reader.isConnected) wenjin.page().append(reader);
    const quoted = place.querySelector("[data-act=copy]");
    copy.hidden = !quoted;
    copy.dataset.text = quoted?.dataset.text || "";
    copy.textContent = wenjin.say("copy_citation");
    close.textContent = wenjin.say("close");
    reader.setAttribute("aria-label", wenjin.say("reader"));
    body.setAttribute("aria-label", wenjin.say("reader"));
    body.textContent = wenjin.say("loading");
    if (!reader.open) WIDE.matches ? reader.show() : reader.showModal();
    document.documentElement.dataset.reader = "open";
    close.focus({ preventScroll: true });
  }

  async function fill({ article, evidence = "", answer = "", near = "" }) {
    const mine = ++latest;
    const asked = new URLSearchParams({ lang: wenjin.language, evidence, answer, near });
    const html = await fetch(`page/articles/${encodeURIComponent(article)}?${asked}`).then(page, () => null);
    if (mine !== latest) return;
    if (html === null) {
      body.replaceChildren(wenjin.made("p", { className: "wj-notice", role: "alert", textContent: wenjin.say("unreachable") }));
      return;
    }
    body.innerHTML = html; // made by the server, every word of the article escaped
    const words = body.querySelector("mark, .wj-evidence, .wj-near");
    body.scrollTop = words ? words.getBoundingClientRect().top - body.getBoundingClientRect().top - body.clientHeight / 3 : 0;
  }

  // Whatever else the server says, an error as JSON say, is not to be taken for a page.
  const page = (told) => (told.headers.get("content-type")?.startsWith("text/html") ? told.text() : null);

  wenjin.acts.close = () => reader.close();

  reader.addEventListener("close", () => {
    delete document.documentElement.dataset.reader;
    latest++;
    if (opener?.isConnected) opener.focus({ preventScroll: true });
    wenjin.unpeek(); // what was just read need not be shown again
  });
  reader.addEventListener("click", (event) => {
    if (event.target === reader) reader.close(); // beside the sheet
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && reader.open && !event.defaultPrevented) reader.close();
  });
})();
