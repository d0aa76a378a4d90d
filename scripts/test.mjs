// `npm test`: all suites, with every set-up step in it. `npm test -- unit host` runs the named ones.
// Ends with one line, `N passed, N failed`, over all suites that ran.
import { parseArgs } from 'node:util';
import { runScript, Failure } from './command.mjs';
import { installDependencies } from './setup/dependencies.mjs';

const help = `Usage: npm test -- [--repeat N] [--beside N] [SUITE ...]

  --repeat N   runs the suites N times over
  --beside N   beside N endless loops: what is judged by a clock, or races, fails then
`;

/** Of what is said of a test that failed. */
const MOST_LINES = 12;

await runScript(async () => {
  const { values, positionals } = parseArgs({
    options: {
      repeat: { type: 'string', default: '1' },
      beside: { type: 'string', default: '0' },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const rounds = countOf('repeat', values.repeat, 1);
  const loops = countOf('beside', values.beside, 0);
  await installDependencies();
  // Only now: these import npm packages.
  const { suites, prepare } = await import('./testSuites.mjs');
  const { busyLoops } = await import('./busyLoops.mjs');
  const chosen = chooseSuites(suites, positionals);
  await prepare(chosen);

  const stopLoops = busyLoops(loops);
  try {
    return await runRounds(chosen, rounds);
  } finally {
    stopLoops();
  }
});

/** Gives the exit status. */
async function runRounds(chosen, rounds) {
  const { runSuite } = await import('./testSuites.mjs');
  let passed = 0;
  let failed = 0;
  const problems = [];
  const failures = [];
  for (let round = 1; round <= rounds; round++)
    for (const suite of chosen) {
      const name = rounds > 1 ? `${suite.name}, ${round} of ${rounds}` : suite.name;
      console.log(`\n=== ${name}: ${suite.title}`);
      const result = await runSuite(suite);
      passed += result.passed;
      failed += result.failed;
      for (const failure of result.failures ?? []) failures.push(describeFailure(name, failure));
      if (result.problem) problems.push(`${name}: ${result.problem}`);
    }
  console.log();
  // Once more at the end, where they are found in a log of many suites.
  for (const failure of failures) console.log(failure);
  for (const problem of problems) console.log(`Failed in ${problem}`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || problems.length > 0 ? 1 : 0;
}

/** A block of lines of which only the first one is not indented. */
function describeFailure(suite, { title, message }) {
  const lines = message.split('\n').filter(line => line.trim() !== '');
  return [`Failed in ${suite}: ${title}`, ...lines.slice(0, MOST_LINES).map(line => `  ${line}`)].join('\n');
}

function countOf(option, text, minimum) {
  const count = Number(text);
  if (Number.isInteger(count) && count >= minimum) return count;
  throw new Failure(`--${option} is "${text}"; give a whole number, ${minimum} or more.`, 2);
}

/** The named suites, or all that can run on this machine, saying which can not. */
function chooseSuites(suites, names) {
  if (names.length === 0)
    return suites.filter(suite => {
      if (suite.partOf) return false;
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
