import * as vscode from 'vscode';
import { toggleCompletion } from './configuration.ts';
import type { FileListDocument } from './documents/fileListDocument.ts';
import type { ModelService } from './trainedModel/modelService.ts';
import type { ModelStore } from './trainedModel/modelStore.ts';
import { plainWindow } from './plain/plainWindow.ts';
import { showStatusMenu } from './status/statusMenu.ts';
import type { TensorflowInstaller } from './tensorflow/tensorflowInstaller.ts';
import type { SituationWatch } from './status/situationWatch.ts';
import { isStart, type TrainCommand } from './training/trainCommand.ts';
import type { TrainingController } from './training/trainingController.ts';
import type { TrainingSample } from './training/trainingSample.ts';

interface CommandParts {
  training: TrainingController;
  trainCommand: TrainCommand;
  sample: TrainingSample;
  model: ModelService;
  store: ModelStore;
  situation: SituationWatch;
  inspector: { show(): void };
  files: FileListDocument;
  tensorflow: TensorflowInstaller;
  log: vscode.LogOutputChannel;
}

/** Every command that package.json names. */
export function registerCommands(parts: CommandParts): vscode.Disposable[] {
  const { training, trainCommand, sample, model, situation, store, inspector, files, tensorflow, log } =
    parts;
  const commands: Record<string, (argument?: unknown) => unknown> = {
    train: start => trainCommand.train(isStart(start) ? start : undefined),
    pauseTraining: () => training.pause(),
    resumeTraining: () => trainCommand.resume(),
    stopTraining: () => trainCommand.stop(),
    showTrainingSample: () => sample.show(),
    inspect: () => inspector.show(),
    showFiles: () => files.show(),
    toggleSuggestions: () => toggleSuggestions(model),
    installTensorflow: () => tensorflow.install(),
    discardUpdate: () => discardUpdate(parts),
    deleteModel: () => deleteModel(parts),
    showLog: () => log.show(),
    async showMenu() {
      // A trainer elsewhere may have died without a sign.
      await store.look();
      await showStatusMenu(situation.current);
    },
  };
  return Object.entries(commands).map(([name, run]) =>
    vscode.commands.registerCommand(`cellscope.${name}`, run),
  );
}

async function toggleSuggestions(model: ModelService): Promise<void> {
  const { window } = vscode;
  const enabled = await toggleCompletion(window.activeTextEditor?.document);
  // Without a model the editor does not even ask for suggestions: here is where one who wants them is told.
  if (enabled && (await model.load()).kind === 'missing') {
    const train = 'Train';
    const message =
      'Cellscope suggestions are on, but there is no model of this workspace yet. Training one takes about two minutes.';
    void plainWindow.showInformationMessage(message, train).then(choice => {
      if (choice === train) void vscode.commands.executeCommand('cellscope.train');
    });
    return;
  }
  window.setStatusBarMessage(
    enabled ? 'Cellscope suggestions are on' : 'Cellscope suggestions are off',
    3000,
  );
}

async function discardUpdate({ training, model, store }: CommandParts): Promise<void> {
  const { unfinished, trainedElsewhere } = await store.look();
  // Whoever trains would write it again.
  if (training.state.phase !== 'idle' || trainedElsewhere || unfinished?.kind !== 'update') {
    void plainWindow.showInformationMessage('There is no update to discard.');
    return;
  }
  await model.discardUpdate();
  await store.look();
}

async function deleteModel({ training, model, store }: CommandParts): Promise<void> {
  if (training.state.phase !== 'idle') {
    void plainWindow.showErrorMessage(
      'A model is being trained. Stop the training first, then delete the model.',
    );
    return;
  }
  if (await store.isBeingTrained()) {
    // Its next checkpoint would bring the model back.
    void plainWindow.showErrorMessage(
      'Another window is training this model. Stop the training there first, then delete the model.',
    );
    return;
  }
  if (!(await store.look()).exists) {
    void plainWindow.showInformationMessage('This workspace has no model.');
    return;
  }
  const yes = 'Delete';
  const question = "Delete this workspace's model? It can only be had back by training again.";
  if ((await plainWindow.showWarningMessage(question, { modal: true }, yes)) !== yes) return;
  await model.delete();
  await store.forget();
}
