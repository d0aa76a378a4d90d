import * as vscode from 'vscode';
import { plainLine, plainText } from '../../protocol/plainText.ts';
import { plainMessage } from './plainMessage.ts';

type Shown = Pick<
  typeof vscode.window,
  'showInformationMessage' | 'showWarningMessage' | 'showErrorMessage' | 'showQuickPick' | 'withProgress'
>;

/**
 * The ways in which VS Code shows a text to the user, called as those of `vscode.window`. All of the extension's
 * notifications go through here: names, what a model's files say and what other programs print show what they are.
 */
export const plainWindow: Shown = {
  showInformationMessage: (message: string, ...rest: unknown[]) =>
    show(vscode.window.showInformationMessage, message, rest),
  showWarningMessage: (message: string, ...rest: unknown[]) =>
    show(vscode.window.showWarningMessage, message, rest),
  showErrorMessage: (message: string, ...rest: unknown[]) =>
    show(vscode.window.showErrorMessage, message, rest),

  showQuickPick: (items: unknown, options?: vscode.QuickPickOptions, ...rest: unknown[]) =>
    call(vscode.window.showQuickPick, [
      items,
      {
        ...options,
        ...(options?.title !== undefined && { title: plainLine(options.title) }),
        ...(options?.placeHolder !== undefined && { placeHolder: plainLine(options.placeHolder) }),
      },
      ...rest,
    ]),

  withProgress: (options, task) =>
    vscode.window.withProgress(options, (progress, token) =>
      task(
        {
          report: step =>
            progress.report(
              step.message === undefined ? step : { ...step, message: plainMessage(step.message) },
            ),
        },
        token,
      ),
    ),
};

/** A message, then perhaps options, then buttons. */
function show(method: unknown, message: string, [first, ...rest]: unknown[]): never {
  const { detail } = (first ?? {}) as vscode.MessageOptions;
  const options = typeof detail === 'string' ? { ...(first as object), detail: plainText(detail) } : first;
  return call(method, [plainMessage(message), ...(first === undefined ? [] : [options, ...rest])]);
}

/** The methods are overloaded; what comes back is what the caller's overload says. */
function call(method: unknown, args: readonly unknown[]): never {
  return (method as (...args: readonly unknown[]) => never)(...args);
}
