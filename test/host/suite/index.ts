import path from 'node:path';
import Mocha from 'mocha';

/** What VS Code calls in its extension host; it fails when a test does. */
export async function run(): Promise<void> {
  const mocha = new Mocha({
    ui: 'bdd',
    // Ends what hangs; no test is judged by how long it takes.
    timeout: 600_000,
    color: true,
    reporter: path.join(__dirname, '../../../test/mochaReporter.cjs'),
  });
  // The tests are in this bundle: they are loaded once mocha's functions are there, in the order they build on.
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await import('./untrained.test.ts');
  await import('./fileList.test.ts');
  await import('./languageOffer.test.ts');
  await import('./engines.test.ts');
  await import('./training.test.ts');
  await import('./completion.test.ts');
  await import('./remembering.test.ts');
  await import('./manners.test.ts');
  await import('./places.test.ts');
  await import('./suggestionCommands.test.ts');
  await import('./inspector.test.ts');
  await import('./trainingView.test.ts');
  await import('./labStates.test.ts');
  await import('./automatic.test.ts');
  await import('./deletion.test.ts');
  await import('./breakdown.test.ts');
  await import('./modelStore.test.ts');
  await import('./installation.test.ts');
  const failures = await new Promise<number>(resolve => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
