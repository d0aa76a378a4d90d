import path from 'node:path';
import { UserError } from '../../../model/base/userError.ts';
import { withCharacters } from '../../../model/files/characterModel.ts';
import { loadModel, readModelJson } from '../../../model/files/modelFiles.ts';
import type { KernelFactory } from '../../../model/kernels/wasmKernels.ts';
import type { LabModel, LabText, Material, SampleName } from '../../../model/lab/lesson.ts';
import { readWorkspaceSources } from '../files/workspaceSources.ts';
import { withLineFeeds } from '../../../model/text/vocabulary.ts';
import { languageOfPath } from '../../../protocol/languages.ts';
import { createFolderStorage } from '../modelFolder/folderStorage.ts';

/** Of the workspace's files, bytes: a lesson trains for seconds. */
const MOST_WORKSPACE_BYTES = 4_000_000;
/** Of one file of a sample. */
const MOST_SAMPLE_BYTES = 8_000_000;

export interface MaterialPlaces {
  folders: readonly { path: string; exclude: readonly string[] }[];
  /** Globs of files besides C and LaTeX. */
  include: readonly string[];
  selection?: LabText;
  /** Where there may be a model; left out where none is wanted. */
  modelDirectory?: string;
  /** With a folder of texts for each sample. */
  sampleDirectory: string;
  loadKernels: () => Promise<{ create: KernelFactory }>;
}

/** Texts and the model from disk, each read when it is first asked for. */
export function createMaterial(places: MaterialPlaces): Material {
  const workspace = once(() => readWorkspace(places));
  const model = once(() => readModel(places));
  return {
    workspace,
    selection: () => Promise.resolve(places.selection),
    sample: name => readSample(places.sampleDirectory, name),
    model,
  };
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => (reading ??= read());
}

async function readWorkspace({ folders, include }: MaterialPlaces): Promise<LabText[]> {
  const { signal } = new AbortController();
  const options = { include, signal, maxTotalBytes: MOST_WORKSPACE_BYTES };
  const texts: LabText[] = [];
  if (folders.length === 0) return texts;
  for await (const item of readWorkspaceSources(folders, options))
    if ('text' in item)
      texts.push({ path: item.path, text: withLineFeeds(item.text), language: item.language });
  return texts;
}

async function readModel({ modelDirectory, loadKernels }: MaterialPlaces): Promise<LabModel | undefined> {
  if (modelDirectory === undefined) return undefined;
  const storage = createFolderStorage(modelDirectory);
  if (!(await readModelJson(storage))) return undefined;
  const { create } = await loadKernels();
  const { network, vocabulary } = withCharacters(await loadModel(storage, create), modelDirectory);
  return { network, vocabulary };
}

/** The files of the sample's folder, by their names; notes about them left out. */
async function readSample(directory: string, name: SampleName): Promise<LabText[]> {
  const storage = createFolderStorage(path.join(directory, name));
  const files = (await storage.list()).filter(file => !file.endsWith('.md')).toSorted();
  const texts: LabText[] = [];
  for (const file of files) {
    const bytes = await storage.read(file, MOST_SAMPLE_BYTES);
    if (!bytes) continue;
    const text = withLineFeeds(new TextDecoder().decode(bytes));
    texts.push({ path: `${name}/${file}`, text, language: languageOfPath(file) });
  }
  if (texts.length > 0) return texts;
  throw new UserError(
    `The texts of ${name} that come with Cellscope are missing. Install Cellscope anew, or choose a text of your own.`,
  );
}
