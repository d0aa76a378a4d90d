// `npm test`: all suites, with every set-up step in it. `npm test -- unit host` runs the named ones.
// Ends with one line, `N passed, N failed`, over all suites that ran.
import { runScript, Failure } from './command.mjs';
import { installDependencies } from './setup/dependencies.mjs';

await runScript(async () => {
  await installDependencies();
  // Only now: these import npm packages.
  const { suites, prepare, runSuite } = await import('./testSuites.mjs');
  const chosen = chooseSuites(suites, process.argv.slice(2));
  await prepare(chosen);

  let passed = 0;
  let failed = 0;
  const problems = [];
  for (const suite of chosen) {
    console.log(`\n=== ${suite.name}: ${suite.title}`);
    const result = await runSuite(suite);
    passed += result.passed;
    failed += result.failed;
    if (result.problem) problems.push(`${suite.name}: ${result.problem}`);
  }
  console.log();
  for (const problem of problems) console.error(problem);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || problems.length > 0 ? 1 : 0;
});

/** The named suites, or all that can run on this machine, saying which can not. */
function chooseSuites(suites, names) {
  if (names.length === 0)
    return suites.filter(suite => {
      const obstacle = suite.obstacle();
      if (obstacle) console.log(`Left out: ${suite.name} (${obstacle})`);
      return !obstacle;
    });
  return names.map(name => {
    const suite = suites.find(each => each.name === name);
    if (!suite)
      throw new Failure(
        `There is no suite ${name}; there are ${suites.map(each => each.name).join(', ')}.`,
        2,
      );
    const obstacle = suite.obstacle();
    if (obstacle) throw new Failure(`Suite ${name} cannot run here: ${obstacle}`);
    return suite;
  });
}
