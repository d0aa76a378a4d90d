import type { LabText, Material } from '../model/lab/lesson.ts';

/** What was selected when an experiment began, and whether it is made of that. */
export class UsedSelection {
  readonly #selection: LabText | undefined;
  #isUsed = false;

  constructor(selection: LabText | undefined) {
    this.#selection = selection;
  }

  /** Whether the experiment has asked for it. */
  get isUsed(): boolean {
    return this.#isUsed;
  }

  /** The same material, which notes what is asked for. */
  watch(material: Material): Material {
    return {
      workspace: () => material.workspace(),
      selection: () => {
        this.#isUsed = true;
        return material.selection();
      },
      sample: name => material.sample(name),
      model: () => material.model(),
    };
  }

  /** Whether the experiment would have the same with this selection. */
  isStill(selection: LabText | undefined): boolean {
    if (!this.#isUsed) return true;
    return selection?.path === this.#selection?.path && selection?.text === this.#selection?.text;
  }
}
