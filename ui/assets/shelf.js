// The list of articles: sorted by any column, and told to the server when one is to go or to come back.
(() => {
  let order = { column: -1, down: false };
  const collator = new Intl.Collator(wenjin.language === "zh" ? "zh-CN" : "en", { numeric: true });

  wenjin.pressed = (element, trigger) => {
    element.addEventListener("click", (event) => {
      const button = event.target.closest("[data-act=remove], [data-act=restore]");
      if (!button) return;
      button.disabled = true;
      trigger("click", { act: button.dataset.act, file: button.dataset.file });
    });
  };

  wenjin.released = () => {
    for (const button of document.querySelectorAll("#wj-articles-room [data-act][disabled]")) button.disabled = false;
  };

  wenjin.sorted = (element) => {
    const rows = [...element.querySelectorAll("tbody tr")];
    element.querySelectorAll("thead th[aria-sort]").forEach((head, place) => {
      head.setAttribute("aria-sort", place !== order.column ? "none" : order.down ? "descending" : "ascending");
    });
    if (order.column < 0 || !rows.length) return;
    const key = (row) => row.cells[order.column].dataset.sort;
    rows.sort((one, other) => (order.down ? -1 : 1) * collator.compare(key(one), key(other)));
    rows[0].parentElement.append(...rows);
  };

  wenjin.acts.sort = (button) => {
    const column = button.closest("th").cellIndex;
    order = { column, down: order.column === column && !order.down };
    wenjin.sorted(button.closest("section"));
  };
})();
