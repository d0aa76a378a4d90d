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
export const actions = {
  train: action('play', 'Train on Workspace', 'train'),
  pause: action('debug-pause', 'Pause', 'pauseTraining'),
  resume: action('debug-continue', 'Resume', 'resumeTraining', {
    detail: 'Goes on where it was stopped, to its end',
  }),
  stop: action('debug-stop', 'Stop', 'stopTraining', {
    detail: 'The model stays as it was before',
  }),
  stopAndKeep: action('debug-stop', 'Stop and Keep', 'stopTraining', {
    detail: 'What was learnt so far is the model from now on, and can be resumed',
  }),
  update: action('sync', 'Update', 'train', {
    argument: 'update',
    detail:
      'Learns the files as they are now, starting from what the model knows: takes a quarter of the time',
  }),
  trainAnew: action('play', 'Train Anew', 'train', {
    argument: 'restart',
    detail: 'Makes a new model with the present settings, which replaces the one that is there',
  }),
  discardUpdate: action('discard', 'Discard the Update', 'discardUpdate', {
    detail: 'The model stays as it was before',
  }),
  showSample: action('file-code', 'Show Training Sample', 'showTrainingSample'),
  toggle: action('lightbulb', 'Toggle Suggestions', 'toggleSuggestions'),
  inspect: action('eye', 'Inspect Cells', 'inspect'),
  showLog: action('output', 'Show Log', 'showLog'),
};

function action(icon: string, label: string, command: string, more: Partial<Action> = {}): Action {
  return { icon, label, command: `cellscope.${command}`, ...more };
}
