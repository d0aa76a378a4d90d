import * as vscode from 'vscode';
import type { Action } from './actions.ts';
import { menuChoices } from './menuChoices.ts';
import { plainWindow } from '../plain/plainWindow.ts';
import type { Situation } from './situation.ts';
import { statusText } from './statusText.ts';

/** The menu behind the status-bar item: how it stands, and what can be done now. */
export async function showStatusMenu(situation: Situation): Promise<void> {
  const shown = statusText(situation);
  const placeHolder = shown ? [shown.title, ...shown.lines.slice(0, 1)].join(' · ') : 'Cellscope';
  const chosen = await pickAction(menuChoices(situation), { placeHolder });
  if (chosen) await vscode.commands.executeCommand(chosen.command, ...argumentsOf(chosen));
}

/** Lets the user choose one; undefined when none is wanted. */
export async function pickAction(
  choices: readonly Action[],
  options: vscode.QuickPickOptions,
): Promise<Action | undefined> {
  const items = choices.map(action => ({
    label: action.label,
    iconPath: new vscode.ThemeIcon(action.icon),
    ...(action.detail === undefined ? {} : { detail: action.detail }),
    action,
  }));
  return (await plainWindow.showQuickPick(items, options))?.action;
}

function argumentsOf({ argument }: Action): string[] {
  return argument === undefined ? [] : [argument];
}
