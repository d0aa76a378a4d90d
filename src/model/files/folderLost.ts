import { UserError } from '../base/userError.ts';

/** Another process has taken a model's folder while a training into it slept: whoever finds that writes no more. */
export class FolderLost extends UserError {
  constructor(place: string) {
    super(
      `Another training has taken the folder ${place} while this one stood still (the machine slept, or the process was stopped). This one ends without writing there, and the model in the folder is the other's. To train both, choose another folder for one of them.`,
      { reason: 'folderLost' },
    );
  }
}
