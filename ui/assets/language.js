// Before anything else runs: the language that was chosen, else the browser's. Gradio speaks every language a browser
// may name, the page only two: what is said in both must be one of those, and Chinese is called zh-CN.
(() => {
  let chosen = null;
  try { chosen = localStorage.getItem("wenjin.language"); } catch { /* a browser that keeps nothing */ }
  const near = /^zh\b/i.test(chosen || navigator.language || "") ? "zh-CN" : "en";
  Object.defineProperty(navigator, "language", { get: () => near });
  document.documentElement.lang = near;
})();
