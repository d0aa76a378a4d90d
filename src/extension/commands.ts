import * as vscode from 'vscode';
import { isLabState } from '../protocol/labState.ts';
import { completionCommands } from './completion/completionCommands.ts';
import type { CompletionProvider } from './completion/completionProvider.ts';
import type { FileListDocument } from './documents/fileListDocument.ts';
import type { ModelService } from './trainedModel/modelService.ts';
import type { ModelStore } from './trainedModel/modelStore.ts';
import type { LabStates } from './panels/labStates.ts';
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
  completions: CompletionProvider;
  explanation: { show(): void };
  statistics: { show(): void };
  lab: { show(): void };
  labStates: LabStates;
  trainingPanel: { show(): void };
  files: FileListDocument;
  tensorflow: TensorflowInstaller;
  /** As the editor knows it. */
  walkthrough: string;
  log: vscode.LogOutputChannel;
}

/** Every command that package.json names. */
export function registerCommands(parts: CommandParts): vscode.Disposable[] {
  const { training, trainCommand, sample, model, situation, store, inspector, files, tensorflow, log } =
    parts;
  const { completions, explanation, statistics } = parts;
  const commands: Record<string, (argument?: unknown) => unknown> = {
    train: start => trainCommand.train(isStart(start) ? start : undefined),
    pauseTraining: () => training.pause(),
    resumeTraining: () => trainCommand.resume(),
    stopTraining: () => trainCommand.stop(),
    showTrainingSample: () => sample.show(),
    showTraining: () => parts.trainingPanel.show(),
    inspect: () => inspector.show(),
    openLab: state => openLab(parts, state),
    openLabFile: () => openLabFile(parts),
    showFiles: () => files.show(),
    ...completionCommands({ model, completions, explanation, statistics }),
    installTensorflow: () => tensorflow.install(),
    discardUpdate: () => discardUpdate(parts),
    deleteModel: () => deleteModel(parts),
    getStarted: () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', parts.walkthrough, false),
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

/** `state` is what a link or another program passes on. */
function openLab({ lab, labStates }: CommandParts, state: unknown): void {
  if (isLabState(state)) labStates.ask(state);
  lab.show();
}

async function openLabFile(parts: CommandParts): Promise<void> {
  try {
    const state = await parts.labStates.choose();
    if (state) openLab(parts, state);
  } catch (error) {
    void plainWindow.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
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
