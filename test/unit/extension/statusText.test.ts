import assert from 'node:assert/strict';
import type { Situation } from '../../../src/extension/status/situation.ts';
import { statusText } from '../../../src/extension/status/statusText.ts';
import { loadedModel, nothing, progress, situation, starter } from './situations.ts';

function shown(changes: Partial<Situation>) {
  const status = statusText(situation(changes));
  return status && { ...status, actions: status.actions.map(action => action.label) };
}

describe('what the status bar says', () => {
  it('while files are read', () => {
    const status = shown({ training: { phase: 'reading' } });
    assert.equal(status?.text, '$(sync~spin) Cellscope: reading files');
    assert.deepEqual(status.actions, ['Stop']);
    const reads = (event: 'reading' | 'preparing') =>
      shown({ training: { phase: 'reading', reads: { event, share: 0.345 } } });
    assert.equal(reads('reading')?.text, '$(sync~spin) Cellscope: reading files, 34%');
    assert.equal(reads('preparing')?.text, '$(sync~spin) Cellscope: preparing files, 34%');
    assert.equal(reads('preparing')?.title, 'Preparing the files to train on: 34% done');
  });

  it('before there is something to tell of a training', () => {
    const status = shown({ training: { phase: 'running', progress: undefined } });
    assert.equal(status?.text, '$(sync~spin) Cellscope: training');
  });

  it('how far a training is and how long yet, but not how good before that was measured', () => {
    const status = shown({ training: { phase: 'running', progress }, engine: 'native-avx2, 2 threads' });
    assert.deepEqual(status, {
      text: '$(sync~spin) Cellscope: 42%, 1 min left',
      title: 'Training: 42% done, 1 min left',
      lines: [
        'How well it predicts files that it does not learn from is measured soon.',
        'native-avx2, 2 threads',
      ],
      actions: ['Pause', 'Stop and Keep', 'Show Training'],
    });
  });

  it('how good it is, in words with the number behind it', () => {
    const measured = { ...progress, validationBitsPerChar: 2.312, quality: 'fairlyWell' as const };
    const status = shown({ training: { phase: 'running', progress: measured } });
    assert.deepEqual(status?.lines, [
      'On files that it does not learn from, it predicts fairly well (2.31 bits per character).',
      'So it is as unsure of each next character as if it had to choose among 5.0.',
    ]);
  });

  it('how good the model was before an update, and that stopping keeps that', () => {
    const update = {
      ...progress,
      validationBitsPerChar: 1.61,
      quality: 'well' as const,
      bitsPerCharBefore: 1.58,
    };
    const status = shown({ training: { phase: 'running', progress: update } });
    assert.match(status!.lines[0], /well \(1\.61 bits per character, 1\.58 before the update\)\.$/);
    assert.deepEqual(status!.actions, ['Pause', 'Stop', 'Show Training']);
  });

  it('that a training is paused, with Resume at hand', () => {
    const status = shown({ training: { phase: 'paused', progress }, hasSample: true });
    assert.equal(status?.text, '$(debug-pause) Cellscope: paused at 42%');
    assert.equal(status.title, 'Training is paused at 42%');
    assert.deepEqual(status.actions, ['Resume', 'Stop and Keep', 'Show Training', 'Show Training Sample']);
  });

  it('what is still made once the network is trained, and that it need not be waited for', () => {
    const finishing = { phase: 'finishing', progress: { ...progress, share: 1 } } as const;
    const how = { share: 0.347, secondsLeft: 32 };
    const status = shown({ training: { ...finishing, makes: { event: 'learningContexts', ...how } } });
    assert.equal(status?.text, '$(sync~spin) Cellscope: learning files, 40 s left');
    assert.match(status.title, /^Trained, and learning .* of the files: 34% done, 40 s left$/);
    assert.deepEqual(status.actions, ['Finish Now', 'Show Training']);
    const ranking = shown({ training: { ...finishing, makes: { event: 'ranking', ...how } } });
    assert.equal(ranking?.text, '$(sync~spin) Cellscope: ranking cells, 40 s left');
  });

  it('that the model is being saved, with nothing to be done', () => {
    assert.deepEqual(shown({ training: { phase: 'stopping', progress } })?.actions, []);
  });

  const unfinished = {
    exists: true,
    trainedElsewhere: false,
    unfinished: { kind: 'training', share: 0.3 },
  } as const;

  it('nothing alarming of a run that goes on by itself', () => {
    const status = shown({ stored: unfinished, goesOnByItself: true });
    assert.equal(status?.text, '$(pulse) Cellscope');
    assert.match(status.lines.at(-1) ?? '', /while you do nothing: 30% of that is done/);
    assert.ok(status.actions.includes('Resume'));
    assert.equal(shown({ stored: unfinished, goesOnByItself: true, document: undefined }), undefined);
  });

  it('that a run was stopped, wherever the user is, and how to go on', () => {
    const status = shown({ stored: unfinished, model: { kind: 'unknown' }, document: undefined });
    assert.equal(status?.text, '$(debug-pause) Cellscope: stopped at 30%');
    assert.match(status.title, /^The training of this workspace's model was stopped at 30%/);
    assert.deepEqual(status.actions, ['Resume', 'Update', 'Train Anew']);
  });

  it('that an update was stopped, and that the model is as before, with suggestions', () => {
    const status = shown({ stored: { ...unfinished, unfinished: { kind: 'update', share: 0.5 } } });
    assert.match(status!.title, /^The update of this workspace's model was stopped at 50%/);
    assert.deepEqual(status!.lines, [
      'Until it is finished, the model stays as it was before.',
      'Suggestions are on: quiet',
    ]);
  });

  it('that another window trains, and does not offer to resume its run', () => {
    const status = shown({ stored: { ...unfinished, trainedElsewhere: true } });
    assert.match(status!.title, /^Another window is training/);
    assert.deepEqual(status!.actions, []);
  });

  it('whether suggestions are on beside a document, and how good the model is', () => {
    const on = shown({});
    assert.deepEqual([on?.text, on?.title], ['$(pulse) Cellscope', 'Suggestions are on: quiet']);
    assert.deepEqual(on?.lines, [
      'On files that it has not read, the model predicts well (1.68 bits per character).',
    ]);
    const off = shown({ document: { language: 'c', suggests: false, manner: 'quiet' } });
    assert.deepEqual([off?.text, off?.title], ['$(circle-slash) Cellscope', 'Suggestions are off']);
  });

  it('how far the files are learnt anew, beside a document', () => {
    const status = shown({ learning: 0.347 });
    assert.equal(status?.text, '$(sync~spin) Cellscope: learning files, 34%');
    assert.match(status.title, /^Suggestions are on/);
    assert.match(status.lines[0], /are learnt: 34%\. Until then .* network alone/);
    assert.equal(shown({ learning: 0.347, document: undefined }), undefined);
  });

  it('why nothing is suggested in a language that the model has not read', () => {
    assert.match(
      shown({ document: { language: 'latex', suggests: true, manner: 'quiet' } })!.title,
      /no files of this language/,
    );
  });

  it('that the starter serves, what it knows, and how to have a model of one’s own', () => {
    const status = shown(starter);
    assert.equal(status?.text, '$(pulse) Cellscope: starter model');
    assert.equal(status.title, 'Suggestions are on: quiet');
    assert.match(
      status.lines.join(' '),
      /nothing of yours\. Train on Workspace makes one that knows your files/,
    );
    assert.deepEqual(status.actions, [
      'Train on Workspace',
      'Switch Suggestions Off',
      'Choose Manner',
      'Inspect Cells',
    ]);
    const inspecting = shown({ ...starter, document: undefined, isInspecting: true });
    assert.equal(inspecting?.title, 'The starter model is in use');
  });

  it('what to do where there is no model, and what is wrong with one', () => {
    const c = { language: 'c', suggests: true, manner: 'quiet' } as const;
    assert.equal(shown({ ...nothing, document: c })?.text, '$(circle-outline) Cellscope: train');
    const unreadable = { kind: 'unreadable', message: 'model.json is damaged.' } as const;
    const status = shown({ model: unreadable });
    assert.equal(status?.text, '$(warning) Cellscope');
    assert.deepEqual(status?.lines, ['model.json is damaged.']);
  });

  it('something while the inspector has the focus, and nothing elsewhere', () => {
    assert.ok(shown({ document: undefined, isInspecting: true }));
    assert.ok(shown({ ...nothing, isInspecting: true }));
    assert.equal(shown({ document: undefined }), undefined);
    assert.equal(shown(nothing), undefined);
  });

  it('nothing of a figure that is not known', () => {
    const { quality: _, validationBitsPerChar: __, ...model } = loadedModel;
    assert.deepEqual(shown({ model: { kind: 'loaded', model } })?.lines, []);
  });
});
