import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { menuChoices } from '../../../src/extension/status/menuChoices.ts';
import { contextKeys, type Situation } from '../../../src/extension/status/situation.ts';
import { nothing, progress, situation, starter } from './situations.ts';

const withSample = { hasSample: true } as const;
const training = (share: number) => ({
  exists: true,
  trainedElsewhere: false,
  unfinished: { kind: 'training' as const, share },
});

/** In a document where suggestions are on. */
const ofSuggestions = [
  'Switch Suggestions Off',
  'Manner: Quiet',
  'Snooze Suggestions',
  'Explain Last Suggestion',
  'Show Completion Statistics',
];

const cases: { when: string; changes: Partial<Situation>; menu: string[]; keys: string }[] = [
  { when: 'there is no model', changes: nothing, menu: ['Train on Workspace'], keys: '' },
  {
    when: 'the starter serves',
    changes: starter,
    menu: ['Inspect Cells', 'Train on Workspace', ...ofSuggestions],
    keys: 'isReady',
  },
  {
    when: 'the first training runs, and the starter serves',
    changes: { ...starter, training: { phase: 'running', progress } },
    menu: ['Show Training', 'Pause', 'Stop and Keep', ...ofSuggestions, 'Inspect Cells'],
    keys: 'isReady',
  },
  {
    when: 'there is a model',
    changes: {},
    menu: [...ofSuggestions, 'Inspect Cells', 'Update', 'Train Anew', 'Show Training'],
    keys: 'isReady hasModel',
  },
  {
    when: 'suggestions are off',
    changes: { document: { language: 'c', suggests: false, manner: 'quiet' } },
    menu: [
      'Switch Suggestions On',
      'Explain Last Suggestion',
      'Show Completion Statistics',
      'Inspect Cells',
      'Update',
      'Train Anew',
      'Show Training',
    ],
    keys: 'isReady hasModel',
  },
  {
    when: 'there is a model and no document at hand',
    changes: { document: undefined },
    menu: [
      'Toggle Suggestions',
      'Show Completion Statistics',
      'Inspect Cells',
      'Update',
      'Train Anew',
      'Show Training',
    ],
    keys: 'isReady hasModel',
  },
  {
    when: 'a model cannot be used',
    changes: { model: { kind: 'unreadable', message: 'It is damaged.' } },
    menu: ['Update', 'Train Anew', 'Show Training'],
    keys: 'hasModel',
  },
  {
    when: 'a run was stopped',
    changes: { stored: training(0.3), ...withSample },
    menu: [
      'Resume',
      'Update',
      'Train Anew',
      'Show Training',
      'Show Training Sample',
      ...ofSuggestions,
      'Inspect Cells',
    ],
    keys: 'isReady hasModel canResume hasSample',
  },
  {
    when: 'a training that began by itself rests',
    changes: { stored: training(0.3), goesOnByItself: true },
    menu: [...ofSuggestions, 'Inspect Cells', 'Resume', 'Update', 'Train Anew', 'Show Training'],
    keys: 'isReady hasModel canResume',
  },
  {
    when: 'an update was stopped',
    changes: { stored: { ...training(0.3), unfinished: { kind: 'update', share: 0.3 } } },
    menu: [
      'Resume',
      'Update',
      'Train Anew',
      'Discard the Update',
      'Show Training',
      ...ofSuggestions,
      'Inspect Cells',
    ],
    keys: 'isReady hasModel canResume canDiscardUpdate',
  },
  {
    when: 'another window trains',
    changes: { stored: { ...training(0.3), trainedElsewhere: true } },
    menu: [...ofSuggestions, 'Inspect Cells', 'Show Training'],
    keys: 'isReady hasModel',
  },
  {
    when: 'files are read for the first training',
    changes: { ...nothing, training: { phase: 'reading' } },
    menu: ['Stop'],
    keys: '',
  },
  {
    when: 'a training runs',
    changes: { ...nothing, training: { phase: 'running', progress }, ...withSample },
    menu: ['Show Training', 'Pause', 'Stop and Keep', 'Show Training Sample'],
    keys: 'hasSample',
  },
  {
    when: 'an update runs',
    changes: { training: { phase: 'running', progress: { ...progress, bitsPerCharBefore: 1.58 } } },
    menu: ['Show Training', 'Pause', 'Stop', ...ofSuggestions, 'Inspect Cells'],
    keys: 'isReady hasModel',
  },
  {
    when: 'a training is paused',
    changes: { stored: training(0.42), training: { phase: 'paused', progress } },
    menu: ['Resume', 'Show Training', 'Stop and Keep', ...ofSuggestions, 'Inspect Cells'],
    keys: 'isReady hasModel canResume',
  },
  {
    when: 'the files are learnt after a training',
    changes: {
      training: {
        phase: 'finishing',
        progress,
        makes: { event: 'learningContexts', share: 0.3, secondsLeft: 9 },
      },
    },
    menu: ['Show Training', 'Finish Now', ...ofSuggestions, 'Inspect Cells'],
    keys: 'isReady hasModel',
  },
  {
    when: 'the model is being saved',
    changes: { stored: training(0.42), training: { phase: 'stopping', progress } },
    menu: [...ofSuggestions, 'Inspect Cells'],
    keys: 'isReady hasModel',
  },
];

describe('what can be done', () => {
  for (const { when, changes, menu, keys } of cases)
    it(`when ${when}`, () => {
      const now = situation(changes);
      assert.deepEqual(
        menuChoices(now).map(({ label }) => label),
        [...menu, 'Get Started', 'Show Log'],
      );
      const { training: phase, ...flags } = contextKeys(now);
      assert.equal(phase, now.training.phase);
      const set = Object.entries(flags).filter(([, value]) => value === true);
      assert.equal(set.map(([name]) => name).join(' '), keys);
    });

  it('names commands and keys that package.json has', async () => {
    const { contributes } = JSON.parse(await readFile('package.json', 'utf8')) as {
      contributes: { commands: { command: string; enablement?: string }[] };
    };
    const { commands } = contributes;
    for (const { changes } of cases)
      for (const { command } of menuChoices(situation(changes)))
        assert.ok(
          commands.some(one => one.command === command),
          command,
        );
    const enablement = Object.fromEntries(commands.map(one => [one.command, one.enablement]));
    assert.equal(enablement['cellscope.resumeTraining'], 'cellscope.canResume');
    assert.equal(enablement['cellscope.deleteModel'], 'cellscope.hasModel');
    assert.equal(enablement['cellscope.showTrainingSample'], 'cellscope.hasSample');
    const keys = Object.keys(contextKeys(situation()));
    for (const { enablement: clause = '' } of commands)
      for (const [, name] of clause.matchAll(/cellscope\.(\w+)/g)) assert.ok(keys.includes(name), name);
  });
});
