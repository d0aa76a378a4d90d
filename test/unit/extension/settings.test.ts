import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type SettingSchema, settingProblem } from '../../../src/extension/settingProblem.ts';
import { cellTypes } from '../../../src/model/network/cells/cells.ts';
import { checkSettings, defaultSettings } from '../../../src/model/training/settings.ts';
import type { TrainingSettings } from '../../../src/model/files/trainingSettings.ts';

type Settings = Record<string, SettingSchema & { default: unknown; markdownDescription: string }>;

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  contributes: {
    commands: { command: string; title: string }[];
    configuration: { title: string; properties: Settings }[];
  };
};
const settings = Object.assign(
  {},
  ...manifest.contributes.configuration.map(one => one.properties),
) as Settings;

/** Names in the settings editor of what a run calls otherwise. */
const fields: Record<string, Exclude<keyof TrainingSettings, 'budget'>> = {
  cell: 'cell',
  layers: 'numLayers',
  units: 'hiddenSize',
  sequenceLength: 'seqLength',
  batchSize: 'batchSize',
  learningRate: 'learningRate',
  seed: 'seed',
};

describe('the settings in package.json', () => {
  it('have the defaults that training has', () => {
    for (const [name, field] of Object.entries(fields))
      assert.equal(settings[`cellscope.training.${name}`].default, defaultSettings[field], name);
    assert.deepEqual({ seconds: settings['cellscope.training.seconds'].default }, defaultSettings.budget);
    assert.equal(settings['cellscope.training.epochs'].default, 0);
  });

  it('offer every kind of cell', () => {
    assert.deepEqual(settings['cellscope.training.cell'].enum, cellTypes);
  });

  it('allow what training allows, and no more', () => {
    for (const [name, field] of Object.entries(fields)) {
      const { minimum, maximum } = settings[`cellscope.training.${name}`];
      if (minimum === undefined || maximum === undefined) continue;
      for (const value of [minimum, maximum]) checkSettings({ ...defaultSettings, [field]: value });
      for (const value of [minimum / 2 - 1, maximum * 2])
        assert.throws(() => checkSettings({ ...defaultSettings, [field]: value }), name);
    }
  });

  it('are described, as all commands are named', () => {
    for (const [name, { markdownDescription }] of Object.entries(settings))
      assert.match(markdownDescription, /^[A-Z\d].*\./s, name);
    for (const { command, title } of manifest.contributes.commands) assert.match(title, /^[A-Z]/, command);
  });

  it('are checked, with the name and what is allowed said', () => {
    const units = settings['cellscope.training.units'];
    assert.equal(settingProblem('cellscope.training.units', 64, units), undefined);
    assert.equal(
      settingProblem('cellscope.training.units', 0.5, units),
      'Setting cellscope.training.units is 0.5; give a whole number from 1 to 2048.',
    );
    assert.match(settingProblem('x', 'many', units) ?? '', /is "many"; give a whole number/);
    const cell = settings['cellscope.training.cell'];
    assert.match(settingProblem('cell', 'lstn', cell) ?? '', /is "lstn"; choose rnn, lstm, gru/);
    assert.equal(settingProblem('cell', 'gru', cell), undefined);
  });

  it('take the path of TensorFlow only where it means the same in every folder', () => {
    const schema = settings['cellscope.tensorflow.path'];
    const problem = (value: unknown) =>
      settingProblem('cellscope.tensorflow.path', value, { ...schema, patternErrorMessage: 'no' });
    for (const path of [
      '',
      '/home/me/tensorflow',
      'C:\\tensorflow',
      'd:/tf',
      '~/tf',
      '~\\tf',
      '\\\\server\\tf',
      ' /home/me',
    ])
      assert.equal(problem(path), undefined, path);
    for (const path of ['tensorflow', './tf', '../tf', '~tf', '\\tf', 'C:tf', 7])
      assert.equal(problem(path), `Setting cellscope.tensorflow.path is ${JSON.stringify(path)}; no`);
  });

  it('load no code that an untrusted workspace names', () => {
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    for (const name of ['cellscope.engine', 'cellscope.tensorflow.path'])
      assert.ok(restricted.includes(name));
  });
});
