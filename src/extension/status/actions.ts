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
  finishNow: action('debug-stop', 'Finish Now', 'stopTraining', {
    detail: 'The model is trained and in use; what is left is made later',
  }),
  /** Where the starter serves. */
  trainOwn: action('play', 'Train on Workspace', 'train', {
    detail: 'Makes a model that knows your files, in two minutes at most, on this machine',
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
  showTraining: action('graph-line', 'Show Training', 'showTraining', {
    detail: 'The curves of this run, beside those of earlier ones',
  }),
  showSample: action('file-code', 'Show Training Sample', 'showTrainingSample'),
  switchOff: action('circle-slash', 'Switch Suggestions Off', 'toggleSuggestions'),
  switchOn: action('lightbulb', 'Switch Suggestions On', 'toggleSuggestions'),
  /** Where it is not known whether they are on. */
  toggle: action('lightbulb', 'Toggle Suggestions', 'toggleSuggestions'),
  manner: action('settings', 'Choose Manner', 'chooseManner', {
    detail: 'What is suggested without being asked',
  }),
  snooze: action('bell-slash', 'Snooze Suggestions', 'snoozeSuggestions'),
  explain: action('question', 'Explain Last Suggestion', 'explainSuggestion', {
    detail: 'What the network and the memory of the workspace gave to it',
  }),
  statistics: action('graph', 'Show Completion Statistics', 'showStatistics'),
  inspect: action('eye', 'Inspect Cells', 'inspect'),
  getStarted: action('rocket', 'Get Started', 'getStarted', {
    detail: 'Four steps: see a cell, take a suggestion, train your own model, ask how sure it is',
  }),
  showLog: action('output', 'Show Log', 'showLog'),
};

function action(icon: string, label: string, command: string, more: Partial<Action> = {}): Action {
  return { icon, label, command: `cellscope.${command}`, ...more };
}
