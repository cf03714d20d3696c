// Asking: held until the server has answered the page, one question at a time, followed as the answer comes.
(() => {
  let ready = false;
  const SILENT = 30000; // ms after which a server that says nothing at all is given up
  let silent = 0;
  let asking = false;
  const ENDS = 2000; // ms after an answer in which Gradio is done with it, or never will be
  let ending = 0; // while the answer stands and Gradio is not done with it: it would lose what is sent now
  let latest = ""; // the question that was sent last
  let begun = null; // the key of the newest turn that has come
  let queued = null; // what is to be asked next, instead of what the box holds
  let drafted = ""; // what the box held when something else was sent: the server empties it
  const box = () => document.querySelector("#wj-box textarea, #wj-box input");
  const place = () => document.querySelector("#wj-turn");

  function fresh() {
    return Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => (byte % 36).toString(36)).join("");
  }

  wenjin.sent = () => ({ language: wenjin.language });

  // The server has answered the page: what is asked from now on is heard.
  wenjin.ready = () => {
    if (ready) return;
    ready = true;
    document.documentElement.dataset.ready = "yes";
    wenjin.settle();
    wenjin.talk.restore();
    const asked = new URLSearchParams(location.search).get("q");
    if (asked !== null) history.replaceState(null, "", location.pathname + location.hash);
    const draft = wenjin.draft() || wenjin.kept.here.get("draft");
    wenjin.kept.here.drop("draft");
    if (draft) fill(draft);
    queued ??= asked || null;
    next();
  };

  function fill(text) {
    const area = box();
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(area), "value").set.call(area, text);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  wenjin.draft = () => box()?.value || "";

  const heard = () => ready && !asking && !ending;

  wenjin.ask = (question) => {
    queued = question;
    next();
  };

  function next() {
    if (queued && heard()) document.querySelector("#wj-ask").click();
  }

  // What is sent too early is kept and asked once it can be heard; while one is asked, what is typed stays in the box.
  function held(event) {
    if (heard()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!asking && box().value.trim()) queued = box().value;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && event.target === box()) held(event);
  }, true);
  document.addEventListener("keypress", (event) => {
    if (event.key === "Enter" && !event.shiftKey && event.target === box()) held(event);
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#wj-ask")) held(event);
  }, true);

  function busy(now) {
    asking = now;
    clearTimeout(silent);
    if (!now) wenjin.kept.here.drop("draft");
    document.documentElement.toggleAttribute("data-asking", now);
  }

  // Called with what the box holds, right before it is sent; returns what is sent.
  wenjin.begin = (typed) => {
    const question = (queued ?? typed ?? "").trim();
    drafted = queued !== null && typed?.trim() !== question ? typed : "";
    queued = null;
    if (question) {
      latest = question;
      // Where the connection breaks, Gradio makes the page anew: then the question stands in the box again.
      wenjin.kept.here.set("draft", question);
      wenjin.talk.file();
      busy(true);
      silent = setTimeout(() => missing(wenjin.say("unreachable")), SILENT);
    }
    return [question, { ...wenjin.sent(), key: fresh(), earlier: wenjin.talk.earlier() }];
  };

  // The turn as the server writes it. A new question goes to the top of the window, so that its answer comes in view.
  wenjin.follow = (element) => {
    const turn = element.querySelector(".wj-turn");
    if (!turn || !asking) return;
    clearTimeout(silent);
    if (turn.dataset.key !== begun) taken();
    begun = turn.dataset.key;
    if (turn.dataset.done) settle(turn);
  };

  // Its first line has come, and with it the box is emptied.
  function taken() {
    scroll();
    const text = drafted;
    drafted = "";
    if (text) setTimeout(() => wenjin.draft() || fill(text), 50);
  }

  function scroll() {
    if (document.querySelector("#wj-thread .wj-turn")) place().scrollIntoView({ block: "start" });
    else window.scrollTo(0, 0);
  }

  function settle(turn) {
    busy(false);
    end();
    wenjin.talk.keep(turn);
    // Told once, when it is whole: not piece by piece, and not the passages with it.
    wenjin.announce(turn.dataset.answer || "");
  }

  // The server has no more to say: where it broke off, the person is told.
  wenjin.settled = () => {
    if (asking) broken(wenjin.say("unreachable"));
    ended();
  };

  wenjin.stopped = () => {
    if (asking) broken(wenjin.say("stopped"));
    end();
  };

  function end() {
    clearTimeout(ending);
    ending = setTimeout(ended, ENDS);
    document.documentElement.toggleAttribute("data-ending", true);
  }

  function ended() {
    clearTimeout(ending);
    ending = 0;
    document.documentElement.toggleAttribute("data-ending", false);
    next();
  }

  function broken(words) {
    busy(false);
    keep();
    const turn = place().querySelector(".wj-turn");
    const waiting = turn?.querySelector(".wj-waiting");
    if (!waiting) {
      missing(words);
      return;
    }
    const retry = wenjin.made("button", { type: "button", className: "wj-link", textContent: wenjin.say("retry") });
    retry.dataset.act = "retry";
    waiting.after(wenjin.made("div", { className: "wj-acts" }, retry));
    waiting.replaceWith(wenjin.made("p", { className: "wj-notice", role: "alert", textContent: words }));
    turn.dataset.done = "failed";
    wenjin.talk.keep(turn);
  }

  // What waited is not sent after all: it stands in the box.
  function keep() {
    if (queued && !wenjin.draft()) fill(queued);
    queued = null;
  }

  // Not even its first line came.
  function missing(words) {
    busy(false);
    keep();
    const line = wenjin.made("p", { className: "wj-notice", role: "alert", textContent: words });
    document.querySelector("#wj-bar").before(line);
    setTimeout(() => line.remove(), 8000);
    fill(latest);
  }

  wenjin.clear = () => {
    queued = null;
    wenjin.talk.clear();
    box().focus();
    window.scrollTo(0, 0);
  };
})();
