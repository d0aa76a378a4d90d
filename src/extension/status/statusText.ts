import { mannerWords } from '../../protocol/manners.ts';
import type { TrainingProgress } from '../../protocol/trainingMessages.ts';
import { type Action, actions } from './actions.ts';
import { resumable, type Situation, usesStarter } from './situation.ts';
import { describeDoubt, describeQuality, describeShare, describeTimeLeft } from '../training/trainingText.ts';

/** What the status bar's item shows. */
export interface StatusText {
  /** With icons. */
  text: string;
  /** Shown when the pointer rests on it: what it is about, and sentences about that. */
  title: string;
  lines: string[];
  /** That can be run from there. */
  actions: Action[];
}

/** Undefined where there is nothing to say: elsewhere than beside what Cellscope knows, it would be clutter. */
export function statusText(situation: Situation): StatusText | undefined {
  return trainingText(situation) ?? unfinishedText(situation) ?? modelText(situation);
}

function trainingText({ training, engine, hasSample }: Situation): StatusText | undefined {
  const progress = 'progress' in training ? training.progress : undefined;
  const share = progress ? describeShare(progress.share) : undefined;
  const { pause, resume, stop, stopAndKeep, finishNow, showSample, showTraining } = actions;
  const look = [showTraining, ...(hasSample ? [showSample] : [])];
  const end = progress && progress.bitsPerCharBefore === undefined ? stopAndKeep : stop;
  const lines = [...(progress ? progressLines(progress) : []), ...(engine ? [engine] : [])];
  switch (training.phase) {
    case 'idle':
      return undefined;
    case 'reading': {
      const { event = 'reading', share: part } = training.reads ?? {};
      const done = part === undefined ? '' : describeShare(part);
      return {
        text: `$(sync~spin) Cellscope: ${event} files${done && `, ${done}`}`,
        title: `${event === 'reading' ? 'Reading' : 'Preparing'} the files to train on${done && `: ${done} done`}`,
        lines: [],
        actions: [stop],
      };
    }
    case 'running': {
      const left = progress && describeTimeLeft(progress.secondsLeft);
      return {
        text: `$(sync~spin) ${progress ? `Cellscope: ${share}, ${left}` : 'Cellscope: training'}`,
        title: progress ? `Training: ${share} done, ${left}` : 'Training',
        lines,
        actions: [pause, end, ...look],
      };
    }
    case 'paused':
      return {
        text: `$(debug-pause) ${share === undefined ? 'Cellscope: paused' : `Cellscope: paused at ${share}`}`,
        title: share === undefined ? 'Training is paused' : `Training is paused at ${share}`,
        lines,
        actions: [resume, end, ...look],
      };
    case 'finishing': {
      const { event, share: part, secondsLeft } = training.makes;
      const isLearning = event === 'learningContexts';
      const [done, left] = [describeShare(part), describeTimeLeft(secondsLeft)];
      return {
        text: `$(sync~spin) Cellscope: ${isLearning ? 'learning files' : 'ranking cells'}, ${left}`,
        title: `Trained, and ${isLearning ? 'learning names and phrases of the files' : 'ranking the cells for the inspector'}: ${done} done, ${left}`,
        lines,
        actions: [finishNow, ...look],
      };
    }
    case 'stopping':
      return {
        text: `$(sync~spin) Cellscope: saving`,
        title: 'Saving the model',
        lines: [],
        actions: [],
      };
  }
}

function progressLines(progress: TrainingProgress): string[] {
  const quality = describeQuality(progress);
  const doubt = describeDoubt(progress);
  return [
    quality === undefined
      ? 'How well it predicts files that it does not learn from is measured soon.'
      : `On files that it does not learn from, it predicts ${quality}.`,
    ...(doubt === undefined ? [] : [doubt]),
  ];
}

function unfinishedText(situation: Situation): StatusText | undefined {
  const unfinished = resumable(situation);
  if (!unfinished) return undefined;
  const { resume, update, trainAnew, discardUpdate } = actions;
  const share = describeShare(unfinished.share);
  if (situation.goesOnByItself) return restingText(situation, share);
  const isUpdate = unfinished.kind === 'update';
  return {
    text: `$(debug-pause) Cellscope: stopped at ${share}`,
    title: isUpdate
      ? `The update of this workspace's model was stopped at ${share}`
      : `The training of this workspace's model was stopped at ${share}`,
    lines: [
      isUpdate
        ? 'Until it is finished, the model stays as it was before.'
        : 'What was learnt so far is in use.',
      ...suggestionLines(situation),
    ],
    actions: isUpdate ? [resume, update, discardUpdate] : [resume, update, trainAnew],
  };
}

/** Nobody asked for that training, and nobody need do anything about it. */
function restingText(situation: Situation, share: string): StatusText | undefined {
  const text = modelText(situation);
  if (!text) return undefined;
  const lines = [
    ...text.lines,
    `The model is being brought up to date while you do nothing: ${share} of that is done. It goes on in the next pause.`,
  ];
  return { ...text, lines, actions: [actions.resume, ...text.actions] };
}

function modelText(situation: Situation): StatusText | undefined {
  const { model, stored, document, isInspecting } = situation;
  const { train } = actions;
  if (!document && !isInspecting) return undefined;
  if (stored?.trainedElsewhere)
    return {
      text: `$(sync) Cellscope: another window trains`,
      title: "Another window is training this workspace's model",
      lines: [
        'What it has learnt comes into use here with each of its checkpoints.',
        ...suggestionLines(situation),
      ],
      actions: [],
    };
  switch (model.kind) {
    case 'unreadable':
      return {
        text: '$(warning) Cellscope',
        title: 'The model cannot be used',
        lines: [model.message],
        actions: [train],
      };
    case 'unknown':
      return {
        text: '$(circle-outline) Cellscope',
        title: 'Looking for the model',
        lines: [],
        actions: [],
      };
    case 'missing':
      return {
        text: `$(circle-outline) Cellscope: train`,
        title: 'No model yet: train one on this workspace',
        lines: [],
        actions: [train],
      };
    case 'loaded':
      return loadedText(situation);
  }
}

function loadedText(situation: Situation): StatusText {
  const { document, learning } = situation;
  const lines = linesOfModel(situation);
  const suggestions = suggestionLines(situation);
  const { train, inspect, manner, switchOff, switchOn } = actions;
  const isStarter = usesStarter(situation);
  const icon = document?.suggests === false ? '$(circle-slash)' : '$(pulse)';
  const [title = isStarter ? STARTER_TITLE : 'This workspace has a model', ...more] = suggestions;
  const share = learning === undefined ? undefined : describeShare(learning);
  const learnt =
    share === undefined
      ? []
      : [
          `The files of the workspace are learnt: ${share}. Until then suggestions come from the network alone.`,
        ];
  return {
    text:
      share === undefined
        ? `${icon} Cellscope${isStarter ? ': starter model' : ''}`
        : `$(sync~spin) Cellscope: learning files, ${share}`,
    title,
    lines: [...more, ...learnt, ...lines],
    actions: [
      ...(isStarter ? [train] : []),
      ...(document ? [document.suggests ? switchOff : switchOn, manner, inspect] : []),
    ],
  };
}

const STARTER_TITLE = 'The starter model is in use';

/** What is to be known of the model in use. */
function linesOfModel({ model }: Situation): string[] {
  if (model.kind !== 'loaded') return [];
  if (model.model.isStarter)
    return [
      "The starter model came with Cellscope: it has read other people's C and LaTeX, and nothing of yours. Train on Workspace makes one that knows your files.",
    ];
  const quality = describeQuality(model.model);
  return quality === undefined ? [] : [`On files that it has not read, the model predicts ${quality}.`];
}

/** Whether suggestions are made in the document at hand, and why not. */
function suggestionLines({ model, document }: Situation): string[] {
  if (model.kind !== 'loaded' || !document) return [];
  if (!document.suggests) return ['Suggestions are off'];
  return model.model.languages.includes(document.language)
    ? [`Suggestions are on: ${mannerWords[document.manner].name.toLowerCase()}`]
    : ['The model has read no files of this language, so that nothing is suggested'];
}
