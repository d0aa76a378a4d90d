// A host for the lab's page whose panel is outside of the browser: `toPanel` is a function of the test.
window.acquireVsCodeApi = () => ({
  postMessage: message => void window.toPanel(message),
  getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null'),
  setState: state => sessionStorage.setItem('state', JSON.stringify(state)),
});
