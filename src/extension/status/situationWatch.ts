import * as vscode from 'vscode';
import { readCompletionSettings, trainsWhenIdle } from '../configuration.ts';
import { documentLanguage } from '../documents/documentLanguage.ts';
import type { ModelService } from '../trainedModel/modelService.ts';
import type { ModelStore } from '../trainedModel/modelStore.ts';
import type { Situation } from './situation.ts';
import type { TrainCommand } from '../training/trainCommand.ts';
import type { TrainingController } from '../training/trainingController.ts';
import type { TrainingSample } from '../training/trainingSample.ts';

interface SituationParts {
  training: TrainingController;
  model: ModelService;
  store: ModelStore;
  sample: TrainingSample;
  trainCommand: Pick<TrainCommand, 'isUnasked'>;
}

/** Keeps an eye on all that a situation is made of. */
export class SituationWatch {
  readonly #parts: SituationParts;
  readonly #changed = new vscode.EventEmitter<Situation>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];

  constructor(parts: SituationParts) {
    this.#parts = parts;
    const { training, model, store, sample } = parts;
    const tell = () => this.#changed.fire(this.current);
    const { window, workspace } = vscode;
    this.#subscriptions = [
      training.onDidChangeState(tell),
      model.onDidChangeState(tell),
      model.onDidLearn(tell),
      store.onDidChangeStored(tell),
      sample.onDidChange(tell),
      window.onDidChangeActiveTextEditor(tell),
      window.onDidChangeVisibleTextEditors(tell),
      window.tabGroups.onDidChangeTabs(tell),
      window.tabGroups.onDidChangeTabGroups(tell),
      // A document that is set to another language is closed and opened.
      workspace.onDidOpenTextDocument(tell),
      workspace.onDidChangeConfiguration(event => {
        const settings = ['cellscope.completion', 'cellscope.training.automatic'];
        if (settings.some(name => event.affectsConfiguration(name))) tell();
      }),
    ];
  }

  get current(): Situation {
    const { training, model, store, sample, trainCommand } = this.#parts;
    const document = this.#document();
    const completion = document && readCompletionSettings(document);
    return {
      training: training.state,
      engine: training.engine,
      model: model.state,
      learning: model.learning,
      stored: store.stored,
      goesOnByItself: trainCommand.isUnasked && trainsWhenIdle(),
      hasSample: sample.latest !== '',
      document: document &&
        completion && {
          language: documentLanguage(document),
          suggests: completion.enabled,
          manner: completion.manner,
        },
      isInspecting: isInspecting(),
    };
  }

  dispose(): void {
    for (const one of this.#subscriptions) one.dispose();
    this.#changed.dispose();
  }

  /** The active document, or one in sight while something else has the focus, such as a panel. */
  #document(): vscode.TextDocument | undefined {
    const { activeTextEditor, visibleTextEditors } = vscode.window;
    const isKnown = ({ document }: vscode.TextEditor) => {
      const language = documentLanguage(document);
      const { state } = this.#parts.model;
      return language !== 'other' || (state.kind === 'loaded' && state.model.languages.includes(language));
    };
    if (activeTextEditor && isKnown(activeTextEditor)) return activeTextEditor.document;
    return visibleTextEditors.find(isKnown)?.document;
  }
}

/** The inspector is the active tab of a group, whether it has the focus or stands beside what has. */
function isInspecting(): boolean {
  return vscode.window.tabGroups.all.some(({ activeTab }) => {
    const input = activeTab?.input;
    return input instanceof vscode.TabInputWebview && input.viewType.endsWith('cellscope.inspector');
  });
}
