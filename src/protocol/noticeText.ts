/**
 * Notices in words for people: the same in the terminal, in the log and in a notification. What comes from elsewhere in
 * them (names of files, errors) is made plain where they are shown.
 */
import type { TrainingNotice } from '../model/training/trainingNotice.ts';
import type { ContextNotice } from './contextNotice.ts';
import type { EngineNotice } from './engineChoice.ts';

export function noticeText(notice: TrainingNotice | EngineNotice | ContextNotice): string {
  switch (notice.kind) {
    case 'sampled': {
      const { files, taken, bytes, mostBytes } = notice;
      const counts = `${taken.toLocaleString('en')} of the ${files.toLocaleString('en')} files`;
      return `The files have ${megabytes(bytes)} of text, more than the ${megabytes(mostBytes)} that are read at most: ${counts}, from all over, are taken. Choose a smaller folder, or leave out files, to have a say in which.`;
    }
    case 'heldOutMayBeLearnt':
      return 'Too few files are new to the model: how well it predicts is measured on some that it has learnt, too, and so looks better than it is.';
    case 'lastTenthHeldOut':
      return `There are too few files to leave a whole one out: the last tenth of ${notice.path} is not learnt, so that it can be measured how well new text is predicted.`;
    case 'learntEarly':
      return `The files are learnt as well as they can be: since step ${notice.step} the model predicts other files worse, not better. The training comes to its end early.`;
    case 'starterDoesNotFit': {
      const { setting, wanted, has } = notice;
      return `The training begins with fresh weights: ${asWords[setting]} ${wanted} are asked for, and the starter model has ${has}.`;
    }
    case 'starterNotUsed':
      return `The training begins with fresh weights: the starter model that comes with Cellscope cannot be used. ${notice.problem}`;
    case 'blewUp':
      return `At step ${notice.step} the training went astray, and what it had learnt was lost. It goes on from step ${notice.backTo}, in smaller steps (learning rate ${notice.learningRate}).`;
    case 'rankingNotKept':
      return `Which cells follow what was not kept: ${notice.problem} The inspector finds it out again when it is opened.`;
    case 'contextsNotKept':
      return `Names and phrases of the files were not kept: ${notice.problem} Suggestions come from the network alone.`;
    case 'contextsLearntAnew':
      return `${notice.problem} Until then suggestions come from the network alone.`;
    case 'contextsNotSaved':
      return `What was learnt of the workspace's files was not saved: ${notice.problem} It is in use, and is learnt again in the next window.`;
    case 'contextsNotLearnt':
      return `The workspace's files could not be learnt: ${notice.problem}`;
    case 'historyNotKept':
      return `The curves of this training are not kept as they should be: ${notice.problem} The training goes on.`;
    case 'checkpointNotSaved':
      return `What was learnt in the last seconds is not saved yet: ${notice.problem} The training goes on, and tries it again.`;
    case 'modelNotSavedYet': {
      const { step, problem, seconds, savedStep } = notice;
      const long = seconds === undefined ? 'until that works' : `for ${inWords(seconds)}`;
      const remains =
        savedStep > 0
          ? `the checkpoint of step ${savedStep} remains, to resume from`
          : 'of this training there is no checkpoint, and what was there before is as it was';
      return `The model of step ${step} could not be saved: ${problem} It is kept in memory, and saving it is tried ${long}. Stop the training to give it up; ${remains}.`;
    }
    case 'modelSaved':
      return 'The model is saved now.';
    case 'nativeMissing':
      return `The fast native code does not run here, so that WebAssembly does the arithmetic: ${notice.problem}`;
    case 'fewerThreads': {
      const { wanted, processors } = notice;
      const have = processors === 1 ? 'one processor' : `${processors} processors`;
      return `${wanted} threads were asked for; this machine has ${have}, and more threads would only wait for one another: ${processors} ${processors === 1 ? 'is' : 'are'} used.`;
    }
    case 'engineMissing':
      return notice.problem;
  }
}

/** What is asked for, before its value. */
const asWords = { tokens: 'symbols:', cell: 'cells:', numLayers: 'layers:', hiddenSize: 'units:' };

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function inWords(seconds: number): string {
  return seconds > 60 ? `${Math.round(seconds / 60)} minutes` : `${seconds} seconds`;
}
