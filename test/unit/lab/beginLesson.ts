import { Random } from '../../../src/model/base/random.ts';
import { UserError } from '../../../src/model/base/userError.ts';
import type { Experiment, LabModel, LabText, Lesson, Material } from '../../../src/model/lab/lesson.ts';
import { type Values, valuesOf } from '../../../src/model/lab/settings.ts';
import { loadWasm } from '../network/networks.ts';

/** What there is to be had in a test; nothing unless given. */
interface TestMaterial {
  workspace?: readonly LabText[];
  selection?: LabText;
  samples?: Readonly<Record<string, readonly LabText[]>>;
  model?: LabModel;
}

/** Begins a lesson with some of its settings, on WebAssembly kernels, from seed 1. */
export async function beginLesson(
  lesson: Lesson,
  given: Values,
  texts: TestMaterial = {},
): Promise<{ experiment: Experiment; values: Values }> {
  const kernels = await loadWasm();
  const values = valuesOf(lesson.settings, given);
  let now = 0;
  const clock = () => now++;
  const setup = { values, material: materialOf(texts), kernels, random: new Random(1), clock };
  return { experiment: await lesson.begin(setup), values };
}

function materialOf({ workspace = [], selection, samples = {}, model }: TestMaterial): Material {
  return {
    workspace: () => Promise.resolve(workspace),
    selection: () => Promise.resolve(selection),
    sample: name =>
      name in samples
        ? Promise.resolve(samples[name])
        : Promise.reject(new UserError(`The sample ${name} is missing.`)),
    model: () => Promise.resolve(model),
  };
}
