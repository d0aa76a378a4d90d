// A host for any page: it keeps in `window.said` what the page posts, and answers nothing; tests speak in its place. Runs
// in the page, before the page's script.
window.said = [];
window.acquireVsCodeApi = () => ({
  postMessage: message => window.said.push(message),
  getState() {},
  setState() {},
});
