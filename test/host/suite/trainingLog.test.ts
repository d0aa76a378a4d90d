import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { TrainingLog } from '../../../src/extension/trainingLog.ts';
import type { TrainingWorkerEvent } from '../../../src/protocol/trainingMessages.ts';
import { messagesDuring } from './cellscope.ts';

describe('what a training warns of', () => {
  it('is told once, whatever file it is about', async () => {
    const events = new vscode.EventEmitter<TrainingWorkerEvent>();
    const log = vscode.window.createOutputChannel('Cellscope test', { log: true });
    const model = { refresh: () => Promise.resolve({ kind: 'missing' } as const) };
    const record = new TrainingLog({ onEvent: events.event }, model, log);
    const messages = [
      'No checkpoint was saved: Cannot write weights-20.safetensors: the disk is full.',
      'No checkpoint was saved: Cannot write weights-45.safetensors: the disk is full.',
      'Too few files to hold out a whole one.',
    ];
    try {
      const shown = await messagesDuring('showWarningMessage', async () => {
        for (const message of messages) events.fire({ event: 'notice', message });
        await Promise.resolve();
      });
      assert.deepEqual(shown, [messages[0], messages[2]]);
    } finally {
      record.dispose();
      log.dispose();
      events.dispose();
    }
  });
});
