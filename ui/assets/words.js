// The page's own words, in its language; what it keeps in the browser; and what a screen reader is told.
(() => {
  const language = /^zh\b/i.test(navigator.language) ? "zh" : "en";
  wenjin.language = language;

  wenjin.say = (key, ...values) => wenjin.words[key][language].replaceAll("{}", () => values.shift());

  // A browser may keep nothing (private windows, a full disk); the page works all the same.
  const keeper = (storage) => ({
    get(key) {
      try { return storage().getItem(`wenjin.${key}`); } catch { return null; }
    },
    set(key, value) {
      try { storage().setItem(`wenjin.${key}`, value); return true; } catch { return false; }
    },
    drop(key) {
      try { storage().removeItem(`wenjin.${key}`); } catch { /* nothing was kept */ }
    },
  });
  wenjin.kept = keeper(() => localStorage);
  wenjin.kept.here = keeper(() => sessionStorage); // in this tab alone

  wenjin.made = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // Inside Gradio's container, whose colours it shares.
  wenjin.page = () => document.querySelector(".gradio-container") || document.body;

  const status = wenjin.made("p", { className: "wj-unseen" });
  status.setAttribute("role", "status");

  wenjin.announce = (text) => {
    if (!status.isConnected) wenjin.page().append(status);
    status.textContent = text;
  };

  // What a button does is told by its name: data-act="copy" is done by wenjin.acts.copy(button, event).
  wenjin.acts = {};
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-act]");
    if (button && !button.disabled) wenjin.acts[button.dataset.act]?.(button, event);
  });
})();
