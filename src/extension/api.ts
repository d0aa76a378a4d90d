import type { ChannelMessage } from '../protocol/channel.ts';
import type { LabState } from '../protocol/labState.ts';
import type { TrainingOutcome, TrainingWorkerEvent, TrainRequest } from '../protocol/trainingMessages.ts';
import type * as vscode from 'vscode';
import type { Statistics } from './completion/suggestionTally.ts';
import type { Wait } from './completion/wait.ts';
import type { Exchange } from './panels/pageView.ts';
import type { ModelState } from './trainedModel/modelService.ts';
import type { Machine } from './training/machine.ts';
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
    /** How something that was found is held back until it is shown. */
    wait: Wait;
  };
  /** What was counted of suggestions. */
  readonly statistics: () => Statistics;
  /** The pages about suggestions, and what goes in either direction. */
  readonly suggestionPages: Record<
    'explanation' | 'statistics',
    { readonly onDidExchange: vscode.Event<Exchange> }
  >;
  /** The page that shows trainings, and what goes in either direction. */
  readonly trainingPage: {
    readonly onDidExchange: vscode.Event<Exchange>;
    receive(message: ChannelMessage): void;
  };
  readonly statusBarText: () => string;
  readonly statusBarTooltip: () => string;
  /** Of the `when` and `enablement` clauses, by their names without `cellscope.`. */
  readonly contextKeys: () => Readonly<Record<string, string | boolean>>;
  /** What an untitled text in front is offered as its language. */
  readonly languageOffer: {
    readonly offered: string | undefined;
    readonly onDidChangeOffer: vscode.Event<string | undefined>;
  };
  /** What trains by itself, and what it asks of the machine. */
  readonly automatic: { machine: Machine; consider(): Promise<void> };
  readonly inspector: {
    /** What goes in either direction. */
    readonly onDidExchange: vscode.Event<Exchange>;
    /** As if the page had sent it. */
    receive(message: ChannelMessage): void;
  };
  /** The lab's page, and what goes in either direction. */
  readonly lab: {
    readonly onDidExchange: vscode.Event<Exchange>;
    receive(message: ChannelMessage): void;
  };
  /** What links and files of the lab lead to. */
  readonly labStates: vscode.UriHandler & { linkOf(state: LabState): string };
}
