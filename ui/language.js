// Gradio knows only zh-CN and zh-TW; every other Chinese browser would be shown English.
(() => {
  const given = navigator.language || "";
  if (/^zh\b/i.test(given) && !/^zh-(CN|TW)$/.test(given)) {
    const near = /hant|hk|mo|tw/i.test(given) ? "zh-TW" : "zh-CN";
    Object.defineProperty(navigator, "language", { get: () => near });
  }
})();
