import * as vscode from 'vscode';
import type { CellscopeApi } from './api.ts';
import { registerCommands } from './commands.ts';
import { ContextKeys } from './contextKeys.ts';
import { CompletionProvider } from './completion/completionProvider.ts';
import { OfferWatch } from './completion/offerWatch.ts';
import { StatisticsStore } from './completion/statisticsStore.ts';
import { SuggestionExplainer } from './completion/suggestionExplainer.ts';
import { TakenHover } from './completion/takenHover.ts';
import { documentLanguage } from './documents/documentLanguage.ts';
import { DocumentMirror } from './documents/documentMirror.ts';
import { FileListDocument } from './documents/fileListDocument.ts';
import { LanguageOffer } from './documents/languageOffer.ts';
import { explanationPage } from './panels/explanationPanel.ts';
import { inspectorPage } from './panels/inspectorPanel.ts';
import { labPage } from './panels/labPanel.ts';
import { LabStates } from './panels/labStates.ts';
import { PanelHost } from './panels/panelHost.ts';
import { SelectedText } from './panels/selectedText.ts';
import { statisticsPage } from './panels/statisticsPanel.ts';
import { trainingPage } from './panels/trainingPanel.ts';
import { ModelService } from './trainedModel/modelService.ts';
import { ModelStore } from './trainedModel/modelStore.ts';
import { WorkspaceFileWatch } from './trainedModel/workspaceFiles.ts';
import { plainLog } from './plain/plainLog.ts';
import { contextKeys } from './status/situation.ts';
import { SituationWatch } from './status/situationWatch.ts';
import { StatusBar } from './status/statusBar.ts';
import { TensorflowInstaller, tensorflowStorage } from './tensorflow/tensorflowInstaller.ts';
import { RunFolders } from './training/runFolders.ts';
import { AutomaticTraining } from './training/automaticTraining.ts';
import { thisMachine } from './training/machine.ts';
import { TrainCommand } from './training/trainCommand.ts';
import { TrainingController } from './training/trainingController.ts';
import { TrainingSample } from './training/trainingSample.ts';

/** What must be waited for when the window closes: the last checkpoint of a run under way, and the ends of workers. */
let shutDown: (() => Promise<void>) | undefined;

/** Puts the parts together. Workers are started when they are first needed, never here. */
export function activate(context: vscode.ExtensionContext): CellscopeApi {
  const start = performance.now();
  const log = plainLog(vscode.window.createOutputChannel('Cellscope', { log: true }));
  const store = new ModelStore(context);
  const model = new ModelService(context.extensionUri, store, log);
  const mirror = new DocumentMirror(model, log);
  const { version } = context.extension.packageJSON as { version: string };
  const training = new TrainingController(context.extensionUri, version);
  const trainCommand = new TrainCommand({ training, model, store, log, context });
  const automatic = new AutomaticTraining({
    training,
    trainCommand,
    model,
    store,
    log,
    machine: thisMachine(),
  });
  const sample = new TrainingSample(training);
  const statistics = new StatisticsStore(context.globalState);
  const watch = new OfferWatch({ mirror, statistics });
  const completions = new CompletionProvider({ model, mirror, watch, log });
  const panels = { extensionDirectory: context.extensionUri, log };
  const keys = new ContextKeys();
  const sawFeature = () => keys.set({ hasSeenFeature: true });
  const inspector = new PanelHost(inspectorPage({ model, mirror, training, log, sawFeature }), panels);
  const explainer = new SuggestionExplainer({ model, mirror, watch, log });
  const hover = new TakenHover(explainer);
  const explanation = new PanelHost(explanationPage({ explainer, watch, log }), panels);
  const statisticsPanel = new PanelHost(statisticsPage(statistics), panels);
  const labStates = new LabStates(context.extension.id);
  const selected = new SelectedText();
  const lab = new PanelHost(
    labPage({ extensionDirectory: context.extensionUri, store, training, selected, states: labStates, log }),
    panels,
  );
  const folders = new RunFolders(store, context.workspaceState);
  const trainingPanel = new PanelHost(trainingPage({ training, store, folders, ...panels }), panels);
  const tensorflow = new TensorflowInstaller(context.extensionUri, tensorflowStorage(context), log);
  const files = new FileListDocument(context.extensionUri, log);
  const languageOffer = new LanguageOffer(context.extensionUri, log);
  const fileWatch = new WorkspaceFileWatch({ model, store, training, log });
  const situation = new SituationWatch({ training, model, store, sample, trainCommand });
  const statusBar = new StatusBar(situation);
  const commands = registerCommands({
    training,
    trainCommand,
    sample,
    store,
    situation,
    model,
    inspector,
    completions,
    explanation,
    statistics: statisticsPanel,
    lab,
    labStates,
    trainingPanel,
    files,
    tensorflow,
    walkthrough: `${context.extension.id}#start`,
    log,
  });
  /** So that the first suggestion does not wait for it. Costs this thread nothing: the worker does the work. */
  const loadFor = (editor: vscode.TextEditor | undefined) => {
    if (editor && documentLanguage(editor.document) !== 'other') void model.load();
  };
  const listeners = [
    vscode.window.onDidChangeActiveTextEditor(loadFor),
    // A document whose language was changed is closed and opened again; the editor stays.
    vscode.workspace.onDidOpenTextDocument(document => {
      const editor = vscode.window.activeTextEditor;
      if (editor?.document === document) loadFor(editor);
    }),
    situation.onDidChange(now => keys.set(contextKeys(now))),
    watch.onDidTake(() => keys.set({ hasTakenSuggestion: true })),
  ];
  context.subscriptions.push(log, store, mirror, trainCommand, sample, completions, inspector);
  context.subscriptions.push(watch, statistics, hover, explanation, statisticsPanel, trainingPanel);
  context.subscriptions.push(lab, labStates, selected, vscode.window.registerUriHandler(labStates));
  context.subscriptions.push(situation, statusBar, files, fileWatch, automatic);
  context.subscriptions.push(...commands, ...listeners);
  shutDown = async () => {
    await Promise.all([training.dispose(), model.dispose(), tensorflow.dispose(), languageOffer.dispose()]);
  };
  void begin(store, trainCommand);
  loadFor(vscode.window.activeTextEditor);
  const activationMilliseconds = performance.now() - start;
  log.info(`Active after ${activationMilliseconds.toFixed(1)} ms`);
  return {
    activationMilliseconds,
    modelDirectory: store.directory,
    training: {
      get state() {
        return training.state;
      },
      get engine() {
        return training.engine;
      },
      onDidChangeState: training.onDidChangeState,
      onEvent: training.onEvent,
      train: chosen => trainCommand.train(chosen),
    },
    model,
    completions,
    statistics: () => statistics.statistics,
    trainingPage: trainingPanel,
    suggestionPages: { explanation, statistics: statisticsPanel },
    statusBarText: () => statusBar.text,
    statusBarTooltip: () => statusBar.tooltip,
    contextKeys: () => keys.values,
    inspector,
    lab,
    labStates,
    languageOffer,
    automatic,
  };
}

/** What lies in the store is known before the model is loaded, which only documents that it is for do. */
async function begin(store: ModelStore, trainCommand: TrainCommand): Promise<void> {
  const { exists } = await store.look();
  if (exists) await store.watch();
  await trainCommand.offerToResume();
}

export async function deactivate(): Promise<void> {
  await shutDown?.();
}
