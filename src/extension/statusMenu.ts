import * as vscode from 'vscode';
import type { ModelService } from './modelService.ts';
import { plainWindow } from './plainWindow.ts';
import type { TrainingController } from './trainingController.ts';

interface Choice extends vscode.QuickPickItem {
  command: string;
}

/** The menu behind the status-bar item: what can be done now. */
export async function showStatusMenu(training: TrainingController, model: ModelService): Promise<void> {
  const placeHolder = model.state.kind === 'unreadable' ? model.state.message : 'Cellscope';
  const chosen = await plainWindow.showQuickPick(choices(training, model), { placeHolder });
  if (chosen) await vscode.commands.executeCommand(chosen.command);
}

function choice(icon: string, label: string, command: string): Choice {
  return { label: `$(${icon}) ${label}`, command: `cellscope.${command}` };
}

function choices(training: TrainingController, model: ModelService): Choice[] {
  const { l10n } = vscode;
  const during = {
    idle: [choice('play', l10n.t('Train on Workspace'), 'train')],
    reading: [choice('debug-stop', l10n.t('Stop Training'), 'stopTraining')],
    running: [
      choice('debug-pause', l10n.t('Pause Training'), 'pauseTraining'),
      choice('debug-stop', l10n.t('Stop Training'), 'stopTraining'),
      choice('file-code', l10n.t('Show Training Sample'), 'showTrainingSample'),
    ],
    paused: [
      choice('debug-continue', l10n.t('Resume Training'), 'resumeTraining'),
      choice('debug-stop', l10n.t('Stop Training'), 'stopTraining'),
      choice('file-code', l10n.t('Show Training Sample'), 'showTrainingSample'),
    ],
    stopping: [],
  }[training.state.phase];
  const withModel =
    model.state.kind === 'loaded'
      ? [
          choice('lightbulb', l10n.t('Toggle Suggestions'), 'toggleSuggestions'),
          choice('eye', l10n.t('Inspect Cells'), 'inspect'),
        ]
      : [];
  return [...during, ...withModel, choice('output', l10n.t('Show Log'), 'showLog')];
}
