// mocha's spec reporter, for every suite, and two things more:
// - the counts, and what failed, go to the file named by CELLSCOPE_TEST_REPORT, from which scripts/test.mjs takes its
//   total and what it repeats at the end;
// - inside an extension host each line is one console.log call that starts with VSC_TEST_MARK, so that the runner
//   can tell the tests' lines from VS Code's own.
const { writeFileSync } = require('node:fs');
const { format } = require('node:util');
const { reporters, Runner } = require('mocha');

const mark = process.env.VSC_TEST_MARK;
const reportFile = process.env.CELLSCOPE_TEST_REPORT;

module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    if (mark) reporters.Base.consoleLog = printMarked;
    super(runner, options);
    // There is no terminal in an extension host: the runner knows whether its own output is one.
    if (mark)
      runner.prependOnceListener(Runner.constants.EVENT_RUN_BEGIN, () => {
        reporters.Base.useColors = process.env.VSC_TEST_COLOR === '1';
      });
    const failures = [];
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test, error) => {
      failures.push({ title: test.fullTitle(), message: String(error?.stack ?? error) });
    });
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      if (!reportFile) return;
      const { passes: passed, failures: failed, pending: skipped } = runner.stats;
      writeFileSync(reportFile, JSON.stringify({ passed, failed, skipped, failures }));
    });
  }
};

function printMarked(...args) {
  for (const line of format(...args).split('\n')) console.log(mark + line);
}
