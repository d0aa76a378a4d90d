import * as vscode from 'vscode';
import type { TrainingOutcome } from '../../protocol/trainingMessages.ts';
import type { StoredModel } from '../trainedModel/modelStore.ts';
import { plainWindow } from '../plain/plainWindow.ts';
import { describeQuality, describeShare } from './trainingText.ts';

/** A message with one thing that can be done about it. */
interface Notice {
  message: string;
  button: string;
  command: string;
}

/** Short, with the first things that one may want; how it goes is for the status bar. */
export function tellStart(files: number): void {
  const { commands } = vscode;
  const [pause, stop] = ['Pause', 'Stop'];
  const message = `Cellscope is training on ${files.toLocaleString('en')} files. The status bar shows how far it is and how long it takes.`;
  void plainWindow.showInformationMessage(message, pause, stop).then(choice => {
    if (choice === pause) void commands.executeCommand('cellscope.pauseTraining');
    if (choice === stop) void commands.executeCommand('cellscope.stopTraining');
  });
}

/** `hasSaved`: there is a checkpoint of the run. */
export function tellOutcome(outcome: TrainingOutcome, hasSaved: boolean): void {
  const { message, button, command } = noticeOf(outcome, hasSaved);
  const show =
    outcome.kept === 'former' ? plainWindow.showWarningMessage : plainWindow.showInformationMessage;
  void show(message, button).then(choice => {
    if (choice === button) void vscode.commands.executeCommand(command);
  });
}

/** Whether the user wants to go on with what was interrupted. */
export async function askToResume({ kind, share }: NonNullable<StoredModel['unfinished']>): Promise<boolean> {
  const resume = 'Resume';
  const shown = describeShare(share);
  const message =
    kind === 'update'
      ? `The update of this workspace's model was interrupted at ${shown}.`
      : `The training of this workspace's model was interrupted at ${shown}.`;
  return (await plainWindow.showInformationMessage(message, resume)) === resume;
}

function noticeOf(outcome: TrainingOutcome, hasSaved: boolean): Notice {
  const { reason, kept, bitsPerCharBefore } = outcome;
  const quality = describeQuality(outcome);
  const inspect = { button: 'Inspect Cells', command: 'cellscope.inspect' };
  const resume = { button: 'Resume', command: 'cellscope.resumeTraining' };
  if (reason === 'finished') {
    if (kept === 'former')
      return {
        message: `The model is kept as it was: after the update, it would predict files that it has not read worse than before, ${quality ?? ''}.`,
        button: 'Show Log',
        command: 'cellscope.showLog',
      };
    const message =
      kept === 'updated'
        ? `The model is updated. On files that it has not read, it predicts ${quality ?? ''}.`
        : `Cellscope is trained. On files that it has not read, it predicts ${quality ?? ''}.`;
    return { message, ...inspect };
  }
  if (!hasSaved)
    return {
      message: 'Training was stopped before anything was learnt.',
      button: 'Train on Workspace',
      command: 'cellscope.train',
    };
  if (bitsPerCharBefore !== undefined)
    return {
      message: 'The update was stopped. Until it is finished, the model stays as it was before.',
      ...resume,
    };
  const message =
    quality === undefined
      ? 'Training was stopped. The model so far is kept.'
      : `Training was stopped. The model so far is kept: on files that it has not read, it predicts ${quality}.`;
  return { message, ...resume };
}
