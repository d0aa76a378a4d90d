// Tells when this process should end, so that it can end its children first.

const parentInterval = 500; // ms

/**
 * @param {(exitCode: number) => void} onEnd called once: on Ctrl+C, on a signal to end, or when the process that
 *   started this one has gone (one that is killed does not tell its children)
 * @returns {() => void} stops watching
 */
export function watchForEnd(onEnd) {
  const parent = process.ppid;
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const timer = setInterval(() => process.ppid !== parent && end(), parentInterval);
  for (const signal of signals) process.on(signal, end);
  function stop() {
    clearInterval(timer);
    for (const signal of signals) process.off(signal, end);
  }
  function end() {
    stop();
    onEnd(130);
  }
  return stop;
}
