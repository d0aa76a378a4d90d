// Preloaded into a `cellscope train --json` under test: once it has told step CELLSCOPE_TEST_STEP, the process sends
// itself CELLSCOPE_TEST_SIGNAL. So nothing depends on which of two processes a busy machine favours.
const step = Number(process.env.CELLSCOPE_TEST_STEP);
const { stdout } = process;
const write = stdout.write.bind(stdout);

stdout.write = (text, ...rest) => {
  const written = write(text, ...rest);
  for (const line of String(text).split('\n')) {
    if (!line.startsWith('{"event":"progress"') || JSON.parse(line).step !== step) continue;
    process.kill(process.pid, process.env.CELLSCOPE_TEST_SIGNAL);
  }
  return written;
};
