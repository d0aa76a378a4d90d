import { UserError } from '../../../model/base/userError.ts';

/**
 * Steps of matching names with patterns that one walk through a folder may take: a second, or some on a busy machine.
 * A hundred rules with stars take a tenth of it on a hundred thousand files; what takes more was made to.
 */
const MAX_STEPS = 100_000_000;

/** What matching may cost. Throws a UserError when it has become too much. */
export class Effort {
  private left: number;

  constructor(steps = MAX_STEPS) {
    this.left = steps;
  }

  readonly spend = (steps: number): void => {
    this.left -= steps;
    if (this.left < 0)
      throw new UserError(
        'The rules of what to leave out (.gitignore files, files.exclude and globs) take too long to be matched with the names here. Simplify those with many stars.',
      );
  };
}
