import * as vscode from 'vscode';
import type { EngineChoice } from '../protocol/engineChoice.ts';
import type { Palette } from '../protocol/cellColors.ts';
import { type Manner, manners } from '../protocol/manners.ts';
import type { TrainingSettings, TrainRequest } from '../protocol/trainingMessages.ts';
import type { WeightsChoice } from '../protocol/weightsChoice.ts';
import { type SettingSchema, settingProblem } from './settingProblem.ts';

/** How suggestions are made for one language. */
export interface CompletionSettings {
  enabled: boolean;
  manner: Manner;
  besideOthers: BesideOthers;
  /** The editor holds back its own list of completions while a suggestion is on screen. */
  hidesList: boolean;
}

/** What is done where another provider of inline completions serves the language. */
export type BesideOthers = 'auto' | 'race' | 'onRequest';

/** What the completion settings of a document depend on, Cellscope's own left out. */
export const editorCompletionSettings = ['editor.quickSuggestions', 'editor.inlineSuggest.enabled'];

const section = 'cellscope';

/** Gradients longer than this are cut; no setting, since nobody should have to know. */
const gradClip = 1;

/** Suggestions and cells need characters; words are for the terminal. */
const tokens = 'char';

export function readTrainingSettings(): TrainingSettings {
  const training = vscode.workspace.getConfiguration(`${section}.training`);
  const number = (name: string) => training.get<number>(name) as number;
  const epochs = number('epochs');
  return {
    tokens,
    cell: training.get('cell') as TrainingSettings['cell'],
    numLayers: number('layers'),
    hiddenSize: number('units'),
    seqLength: number('sequenceLength'),
    batchSize: number('batchSize'),
    learningRate: number('learningRate'),
    gradClip,
    budget: epochs > 0 ? { epochs } : { seconds: number('seconds') },
    seed: number('seed'),
  };
}

/** What the user has chosen of the network's shape himself. */
export function readAskedShape(): TrainRequest['asked'] {
  const training = vscode.workspace.getConfiguration(`${section}.training`);
  const isChosen = (name: string) => {
    const { workspaceFolderValue, workspaceValue, globalValue } = training.inspect(name) ?? {};
    return (workspaceFolderValue ?? workspaceValue ?? globalValue) !== undefined;
  };
  const { cell, numLayers, hiddenSize } = readTrainingSettings();
  return {
    ...(isChosen('cell') && { cell }),
    ...(isChosen('layers') && { numLayers }),
    ...(isChosen('units') && { hiddenSize }),
  };
}

/** What a training that begins anew begins with. */
export function readStart(): WeightsChoice {
  return vscode.workspace.getConfiguration(`${section}.training`).get<WeightsChoice>('start') ?? 'starter';
}

/** Whether the model is trained by itself while nobody works. */
export function trainsWhenIdle(): boolean {
  return vscode.workspace.getConfiguration(`${section}.training`).get('automatic') === 'whenIdle';
}

export function readEngine(): EngineChoice {
  return vscode.workspace.getConfiguration(section).get<EngineChoice>('engine') ?? 'auto';
}

/** For what is remembered of the text of the workspace, MB. */
export function readMemory(): number {
  return vscode.workspace.getConfiguration(`${section}.completion`).get<number>('memory') ?? 0;
}

/** Makes an engine the user's choice, there where the present choice comes from. */
export async function chooseEngine(engine: EngineChoice): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(section);
  const { target } = whereSet(configuration.inspect('engine'));
  await configuration.update('engine', engine, target);
}

/** Shows a setting of Cellscope to the user, in the place where it counts. */
export async function openSetting({ name, scope }: SettingName): Promise<void> {
  // In a remote window such settings are that machine's: the page of the user's own does not show them.
  const isOfRemote = vscode.env.remoteName !== undefined && scope?.startsWith('machine') === true;
  const page = isOfRemote ? 'openRemoteSettings' : 'openSettings';
  await vscode.commands.executeCommand(`workbench.action.${page}`, { query: name });
}

export const engineSetting: SettingName = { name: `${section}.engine`, scope: 'machine-overridable' };

/** 0: one less than the machine has cores, at least one. */
export function readThreads(): number {
  return vscode.workspace.getConfiguration(`${section}.training`).get<number>('threads') ?? 0;
}

/** Empty unless it is set. */
export function readTensorflowPath(): string {
  return vscode.workspace.getConfiguration(`${section}.tensorflow`).get<string>('path') ?? '';
}

/** Settings that a run of training depends on. */
const ofTraining = /^cellscope\.(engine$|training\.|tensorflow\.)/;

/** The first training setting with which something is wrong, if any is. `manifest` is the extension's package.json. */
export function findSettingProblem(manifest: Manifest): SettingProblem | undefined {
  const properties = Object.assign(
    {},
    ...manifest.contributes.configuration.map(one => one.properties),
  ) as Schemas;
  const configuration = vscode.workspace.getConfiguration();
  for (const [name, { scope, ...schema }] of Object.entries(properties)) {
    if (!ofTraining.test(name)) continue;
    const message = settingProblem(name, configuration.get(name), schema);
    if (message !== undefined) return { setting: { name, scope }, message };
  }
  return undefined;
}

interface SettingProblem {
  setting: SettingName;
  /** what is wrong with its value and what it may be */
  message: string;
}

/** As package.json has it. */
interface SettingName {
  name: string;
  scope?: string | undefined;
}

type Schemas = Record<string, SettingSchema & { scope?: string }>;

/** The part of package.json that says what settings there are. */
export interface Manifest {
  contributes: { configuration: { properties: Schemas }[] };
}

/** Globs of files to train on besides C and LaTeX. */
export function readIncludeGlobs(): string[] {
  return vscode.workspace.getConfiguration(`${section}.files`).get<string[]>('include') ?? [];
}

/** Globs that files.exclude switches on in a folder. */
export function readExcludeGlobs(folder: vscode.WorkspaceFolder): string[] {
  const globs =
    vscode.workspace.getConfiguration('files', folder).get<Record<string, unknown>>('exclude') ?? {};
  return Object.keys(globs).filter(glob => globs[glob] === true);
}

export function readCompletionSettings(scope: vscode.ConfigurationScope): CompletionSettings {
  const completion = vscode.workspace.getConfiguration(`${section}.completion`, scope);
  return {
    enabled: completion.get<boolean>('enabled') ?? true,
    manner: mannerIn(completion.get('manner')),
    besideOthers: completion.get<BesideOthers>('besideOthers') ?? 'auto',
    hidesList: hidesList(vscode.workspace.getConfiguration('editor', scope)),
  };
}

/** settings.json can hold anything. */
function mannerIn(value: unknown): Manner {
  return manners.find(manner => manner === value) ?? 'quiet';
}

function hidesList(editor: vscode.WorkspaceConfiguration): boolean {
  const quick = editor.get<string | boolean | Record<string, unknown>>('quickSuggestions');
  const inCode = typeof quick === 'object' ? quick.other : quick;
  return inCode === 'offWhenInlineCompletions' && editor.get('inlineSuggest.enabled') !== false;
}

/** Makes a manner the user's choice for a scope, there where the present choice comes from. */
export async function chooseManner(
  scope: vscode.ConfigurationScope | undefined,
  manner: Manner,
): Promise<void> {
  const completion = vscode.workspace.getConfiguration(`${section}.completion`, scope);
  const { target, forLanguage } = whereSet(completion.inspect('manner'));
  await completion.update('manner', manner, target, forLanguage);
}

/** Switches suggestions for a scope over, there where its present value comes from, or for its language alone. */
export async function toggleCompletion(
  scope: vscode.ConfigurationScope | undefined,
  onlyLanguage = false,
): Promise<boolean> {
  const completion = vscode.workspace.getConfiguration(`${section}.completion`, scope);
  const enabled = !(completion.get<boolean>('enabled') ?? true);
  const found = completion.inspect<boolean>('enabled');
  const { target, forLanguage } = whereSet(found);
  await completion.update('enabled', enabled, target, forLanguage || onlyLanguage);
  return enabled;
}

type Inspection = ReturnType<vscode.WorkspaceConfiguration['inspect']>;

/** The strongest place that sets a value; the user's settings if none does. */
function whereSet(found: Inspection): { target: vscode.ConfigurationTarget; forLanguage: boolean } {
  const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const places = [
    { value: found?.workspaceFolderLanguageValue, target: WorkspaceFolder, forLanguage: true },
    { value: found?.workspaceLanguageValue, target: Workspace, forLanguage: true },
    { value: found?.globalLanguageValue, target: Global, forLanguage: true },
    { value: found?.workspaceFolderValue, target: WorkspaceFolder, forLanguage: false },
    { value: found?.workspaceValue, target: Workspace, forLanguage: false },
  ];
  return places.find(place => place.value !== undefined) ?? { target: Global, forLanguage: false };
}

export function readPalette(): Palette {
  return vscode.workspace.getConfiguration(`${section}.inspector`).get<Palette>('palette') ?? 'red-blue';
}

export async function writePalette(palette: Palette): Promise<void> {
  const inspector = vscode.workspace.getConfiguration(`${section}.inspector`);
  await inspector.update('palette', palette, vscode.ConfigurationTarget.Global);
}
