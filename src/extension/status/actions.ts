import type { Translate } from '../training/trainingText.ts';

/** What a user can do about training and the model: as a link in the status bar's text and as an item of its menu. */
export interface Action {
  icon: string;
  label: string;
  /** What will happen, where the label does not say it all. */
  detail?: string;
  command: string;
  /** Of the command. */
  argument?: string;
}

/** Every action that is offered anywhere. */
export function actions(t: Translate) {
  return {
    train: action('play', t('Train on Workspace'), 'train'),
    pause: action('debug-pause', t('Pause'), 'pauseTraining'),
    resume: action('debug-continue', t('Resume'), 'resumeTraining', {
      detail: t('Goes on where it was stopped, to its end'),
    }),
    stop: action('debug-stop', t('Stop'), 'stopTraining', {
      detail: t('The model stays as it was before'),
    }),
    stopAndKeep: action('debug-stop', t('Stop and Keep'), 'stopTraining', {
      detail: t('What was learnt so far is the model from now on, and can be resumed'),
    }),
    update: action('sync', t('Update'), 'train', {
      argument: 'update',
      detail: t(
        'Learns the files as they are now, starting from what the model knows: takes a quarter of the time',
      ),
    }),
    trainAnew: action('play', t('Train Anew'), 'train', {
      argument: 'restart',
      detail: t('Makes a new model with the present settings, which replaces the one that is there'),
    }),
    discardUpdate: action('discard', t('Discard the Update'), 'discardUpdate', {
      detail: t('The model stays as it was before'),
    }),
    showSample: action('file-code', t('Show Training Sample'), 'showTrainingSample'),
    toggle: action('lightbulb', t('Toggle Suggestions'), 'toggleSuggestions'),
    inspect: action('eye', t('Inspect Cells'), 'inspect'),
    showLog: action('output', t('Show Log'), 'showLog'),
  };
}

function action(icon: string, label: string, command: string, more: Partial<Action> = {}): Action {
  return { icon, label, command: `cellscope.${command}`, ...more };
}
