// What can be done with an answer: copied, linked to, asked again, judged.
(() => {
  const { acts, say, made } = wenjin;

  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copiedTheOldWay(text); // a page served without TLS to another machine has no clipboard
    }
  }

  function copiedTheOldWay(text) {
    const area = made("textarea", { value: text, className: "wj-unseen" });
    (document.querySelector("dialog[open]") || document.body).append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }

  async function copy(button, text) {
    const before = button.dataset.label || button.textContent;
    button.dataset.label = before;
    const words = say((await copied(text)) ? "copied" : "not_copied");
    button.textContent = words;
    wenjin.announce(words);
    setTimeout(() => { button.textContent = before; }, 1600);
  }

  const turnOf = (button) => button.closest(".wj-turn");
  const link = (question) => `${location.origin}${location.pathname}?q=${encodeURIComponent(question)}`;
  acts.copy = (button) => copy(button, button.dataset.text);
  acts.copy_answer = (button) => copy(button, turnOf(button).dataset.copy);
  acts.copy_link = (button) => copy(button, link(turnOf(button).dataset.resolved));
  acts.try = (button) => wenjin.ask(button.textContent);

  acts.retry = (button) => {
    const turn = turnOf(button);
    const newest = [...document.querySelectorAll(".wj-turn")].at(-1);
    const question = turn.dataset.question;
    if (turn === newest) wenjin.talk.drop(turn);
    wenjin.ask(question);
  };

  async function tell(turn, verdict, note) {
    const { key, question, resolved, answer, index } = turn.dataset;
    const cut = (text) => text.slice(0, 10000);
    const judgement = {
      key, verdict, note, question: cut(question), resolved: cut(resolved), answer: cut(answer), index_version: index,
    };
    const sent = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(judgement) };
    return fetch("page/feedback", sent).then((told) => told.ok, () => false);
  }

  acts.vote = async (button) => {
    const turn = turnOf(button);
    for (const each of turn.querySelectorAll(".wj-vote")) each.setAttribute("aria-pressed", String(each === button));
    turn.querySelector(".wj-note")?.remove();
    const kept = await tell(turn, button.dataset.verdict, "");
    if (!kept) button.setAttribute("aria-pressed", "false");
    wenjin.talk.keep(turn);
    turn.querySelector(".wj-acts").after(noteForm(turn, button.dataset.verdict, kept));
    wenjin.announce(say(kept ? "thanks" : "not_noted"));
  };

  function noteForm(turn, verdict, kept) {
    const told = made("span", { className: "wj-meta", textContent: say(kept ? "thanks" : "not_noted") });
    const form = made("form", { className: "wj-note" }, told);
    if (!kept) return form;
    const input = made("input", { type: "text", maxLength: 2000, placeholder: say("note"), ariaLabel: say("note") });
    form.append(input, made("button", { type: "submit", className: "wj-link", textContent: say("send") }));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const sent = await tell(turn, verdict, input.value);
      told.textContent = say(sent ? "thanks" : "not_noted");
      if (sent) form.replaceChildren(told);
      wenjin.announce(told.textContent);
    });
    return form;
  }
})();
