import { UserError } from '../base/userError.ts';
import type { LabText, Material, SampleName } from './lesson.ts';
import { type ChoiceSetting, textOf, type Values } from './settings.ts';

/** Of a lesson about the reader's own text: which text it is; `chosenTexts` finds it. */
export const textChoice: ChoiceSetting = {
  kind: 'choice',
  name: 'text',
  label: 'Text',
  affects: 'experiment',
  choices: [
    { value: 'workspace', label: 'Your files' },
    { value: 'selection', label: 'Your selection, or the open file' },
    { value: 'c', label: 'Sample: C' },
    { value: 'latex', label: 'Sample: LaTeX' },
    { value: 'plays', label: 'Sample: plays' },
  ],
  initial: 'workspace',
};

/** Why it is about samples and not about the reader's own files. */
export const withoutFiles = 'since no folder with files to learn from is open';

/** What is read where there are no files, so that a lesson is never empty. */
const WITHOUT_FILES: SampleName = 'c';

export interface ChosenTexts {
  /** none of them empty */
  texts: readonly LabText[];
  /** As a caption names it: '12 files of the workspace'. */
  name: string;
}

/** Throws a UserError where there is no such text. */
export async function chosenTexts(material: Material, values: Values): Promise<ChosenTexts> {
  const choice = textOf(values, textChoice.name);
  if (choice === 'selection') return selected(material);
  if (choice !== 'workspace') return sample(material, choice as SampleName);
  const texts = (await material.workspace()).filter(isNotEmpty);
  if (texts.length > 0)
    return { texts, name: texts.length === 1 ? texts[0].path : `${texts.length} of your files` };
  const { name, ...instead } = await sample(material, WITHOUT_FILES);
  return { ...instead, name: `${name}, ${withoutFiles}` };
}

async function selected(material: Material): Promise<ChosenTexts> {
  const text = await material.selection();
  if (!text)
    throw new UserError('No file is open. Open one and select a stretch of it, or choose another text.');
  if (!isNotEmpty(text))
    throw new UserError(
      `There is nothing to read in ${text.path}. Select some text of a file, or choose another text.`,
    );
  return { texts: [text], name: text.path };
}

async function sample(material: Material, name: SampleName): Promise<ChosenTexts> {
  const texts = (await material.sample(name)).filter(isNotEmpty);
  if (texts.length === 0)
    throw new UserError(`The sample ${name} is empty. Install Cellscope again, or choose another text.`);
  return { texts, name: `the sample ${name}` };
}

function isNotEmpty({ text }: LabText): boolean {
  return text.trim() !== '';
}
