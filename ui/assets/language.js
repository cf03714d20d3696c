// Before anything else runs: the language that was chosen, else the browser's. Gradio knows Chinese only as zh-CN and
// zh-TW; every other Chinese browser would be shown English.
(() => {
  let chosen = null;
  try { chosen = localStorage.getItem("wenjin.language"); } catch { /* a browser that keeps nothing */ }
  const given = { zh: "zh-CN", en: "en" }[chosen] || navigator.language || "en";
  const chinese = /^zh\b/i.test(given);
  const near = !chinese || /^zh-(CN|TW)$/.test(given) ? given : /hant|hk|mo|tw/i.test(given) ? "zh-TW" : "zh-CN";
  if (near !== navigator.language) Object.defineProperty(navigator, "language", { get: () => near });
  document.documentElement.lang = chinese ? "zh-CN" : "en";
})();
