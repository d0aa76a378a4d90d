import type { ChannelMessage } from '../protocol/channel.ts';
import type { TrainingOutcome, TrainingWorkerEvent, TrainRequest } from '../protocol/trainingMessages.ts';
import type * as vscode from 'vscode';
import type { Exchange } from './panels/pageView.ts';
import type { ModelState } from './trainedModel/modelService.ts';
import type { TrainingState } from './training/trainingController.ts';

/**
 * What `activate` returns: a look inside for the tests that run in a real editor. No promise is made to other
 * extensions.
 */
export interface CellscopeApi {
  /** Milliseconds that activation took. */
  readonly activationMilliseconds: number;
  readonly modelDirectory: vscode.Uri;
  readonly training: {
    readonly state: TrainingState;
    /** What trains or has trained last. */
    readonly engine: string | undefined;
    readonly onDidChangeState: vscode.Event<TrainingState>;
    readonly onEvent: vscode.Event<TrainingWorkerEvent>;
    /** As the command does it, with the question about an unfinished run answered. */
    train(start: TrainRequest['start']): Promise<TrainingOutcome | undefined>;
  };
  readonly model: {
    readonly state: ModelState;
    load(): Promise<ModelState>;
    refresh(): Promise<ModelState>;
  };
  readonly completions: vscode.InlineCompletionItemProvider & {
    /** Whether the editor asks it. */
    readonly isRegistered: boolean;
  };
  readonly statusBarText: () => string;
  readonly statusBarTooltip: () => string;
  /** Of the `when` and `enablement` clauses, by their names without `cellscope.`. */
  readonly contextKeys: () => Readonly<Record<string, string | boolean>>;
  readonly inspector: {
    /** What goes in either direction. */
    readonly onDidExchange: vscode.Event<Exchange>;
    /** As if the page had sent it. */
    receive(message: ChannelMessage): void;
  };
}
