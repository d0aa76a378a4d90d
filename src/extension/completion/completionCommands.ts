import * as vscode from 'vscode';
import { type Manner, manners, mannerWords } from '../../protocol/manners.ts';
import { chooseManner, readCompletionSettings, toggleCompletion } from '../configuration.ts';
import { plainWindow } from '../plain/plainWindow.ts';
import type { ModelService } from '../trainedModel/modelService.ts';
import type { CompletionProvider } from './completionProvider.ts';

interface CompletionCommandParts {
  model: ModelService;
  completions: CompletionProvider;
  explanation: { show(): void };
  statistics: { show(): void };
}

/** Of all that an extension's id and its provider are called together; the editor asks no other one then. */
const ownProvider = 'cellscope.cellscope:*';

const editorsTrigger = 'editor.action.inlineSuggest.trigger';
const editorsSnooze = 'editor.action.inlineSuggest.snooze';

/** How long suggestions rest where the editor has no command for it, in minutes. */
const snoozeMinutes = 5;

/** How long a note in the status bar stays, ms. */
const noteTime = 3000;

/** The commands that are about suggestions, by their names without `cellscope.`. */
export function completionCommands(
  parts: CompletionCommandParts,
): Record<string, (argument?: unknown) => unknown> {
  const { model, completions, explanation, statistics } = parts;
  return {
    toggleSuggestions: async () => await tellToggled(await toggleCompletion(activeDocument()), model),
    async toggleSuggestionsForLanguage() {
      const { languageId } = activeDocument() ?? {};
      if (languageId !== undefined) await tellToggled(await toggleCompletion({ languageId }, true), model);
    },
    chooseManner: manner => choose(activeDocument(), manner),
    suggestNow: () => suggestNow(completions),
    snoozeSuggestions: () => snooze(completions),
    explainSuggestion: () => explanation.show(),
    showStatistics: () => statistics.show(),
  };
}

function activeDocument(): vscode.TextDocument | undefined {
  return vscode.window.activeTextEditor?.document;
}

async function tellToggled(enabled: boolean, model: ModelService): Promise<void> {
  // Without a model the editor does not even ask for suggestions: here is where one who wants them is told.
  if (enabled && (await model.load()).kind === 'missing') {
    const train = 'Train';
    const message =
      'Cellscope suggestions are on, but there is no model to suggest from: the one that comes with Cellscope cannot be used, as the log says, and this workspace has none yet. Training one takes about two minutes.';
    void plainWindow.showInformationMessage(message, train).then(choice => {
      if (choice === train) void vscode.commands.executeCommand('cellscope.train');
    });
    return;
  }
  note(enabled ? 'Cellscope suggestions are on' : 'Cellscope suggestions are off');
}

/** Asks which one, unless it is told. */
async function choose(document: vscode.TextDocument | undefined, told: unknown): Promise<void> {
  const present = document ? readCompletionSettings(document).manner : undefined;
  const manner = manners.find(each => each === told) ?? (await pickManner(present));
  if (manner) await chooseManner(document, manner);
}

async function pickManner(present: Manner | undefined): Promise<Manner | undefined> {
  const items = manners.map(manner => {
    const { name, detail } = mannerWords[manner];
    return { label: name, detail, manner, ...(manner === present && { description: 'now' }) };
  });
  const title = 'What Cellscope suggests without being asked';
  return (await plainWindow.showQuickPick(items, { title }))?.manner;
}

async function suggestNow(completions: CompletionProvider): Promise<void> {
  const before = completions.asked;
  await vscode.commands.executeCommand(editorsTrigger, { providerId: ownProvider, explicit: true });
  // The editor says nothing where nothing comes of it.
  if (completions.asked === before) note('Cellscope has no model for this text');
  else if (!completions.hasAnswered) note('Cellscope has nothing to suggest here');
}

async function snooze(completions: CompletionProvider): Promise<void> {
  const commands = await vscode.commands.getCommands(true);
  if (commands.includes(editorsSnooze)) {
    await vscode.commands.executeCommand(editorsSnooze);
    return;
  }
  completions.snooze(snoozeMinutes * 60_000);
  note(`Cellscope suggests nothing for ${snoozeMinutes} minutes`);
}

function note(text: string): void {
  vscode.window.setStatusBarMessage(text, noteTime);
}
