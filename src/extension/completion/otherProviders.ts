import * as vscode from 'vscode';

/** Extensions that show inline completions of their own, and the setting that says for which languages, if it is known. */
const known: readonly { id: string; enabledSetting?: string }[] = [
  { id: 'GitHub.copilot', enabledSetting: 'github.copilot.enable' },
  { id: 'GitHub.copilot-chat', enabledSetting: 'github.copilot.enable' },
  { id: 'Codeium.codeium', enabledSetting: 'codeium.enableConfig' },
  { id: 'TabNine.tabnine-vscode' },
  { id: 'TabbyML.vscode-tabby' },
  { id: 'Supermaven.supermaven' },
  { id: 'Continue.continue' },
  { id: 'sourcegraph.cody-ai' },
  { id: 'AmazonWebServices.amazon-q-vscode' },
  { id: 'Google.geminicodeassist' },
  { id: 'augment.vscode-augment' },
  { id: 'ggml-org.llama-vscode' },
];

/** The settings that `servedByOthers` reads. */
export const otherProvidersSettings = known.flatMap(({ enabledSetting }) => enabledSetting ?? []);

/** Whether another extension that is known for it makes inline completions in a language. There is no way to ask the editor. */
export function servedByOthers(scope: { uri?: vscode.Uri; languageId: string }): boolean {
  return known.some(
    ({ id, enabledSetting }) =>
      vscode.extensions.getExtension(id) !== undefined &&
      (enabledSetting === undefined || isEnabled(enabledSetting, scope)),
  );
}

/** Such a setting says it for each language, and for all others under `*`. */
function isEnabled(setting: string, scope: { uri?: vscode.Uri; languageId: string }): boolean {
  const dot = setting.lastIndexOf('.');
  const value = vscode.workspace
    .getConfiguration(setting.slice(0, dot), scope)
    .get<Record<string, unknown>>(setting.slice(dot + 1));
  if (typeof value !== 'object' || value === null) return true;
  return (value[scope.languageId] ?? value['*'] ?? true) !== false;
}
