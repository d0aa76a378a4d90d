import type { TrainingProgress } from '../../protocol/trainingMessages.ts';
import { type Action, actions } from './actions.ts';
import { resumable, type Situation } from './situation.ts';
import {
  describeDoubt,
  describeQuality,
  describeShare,
  describeTimeLeft,
  type Translate,
} from '../training/trainingText.ts';

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
export function statusText(situation: Situation, t: Translate): StatusText | undefined {
  return trainingText(situation, t) ?? unfinishedText(situation, t) ?? modelText(situation, t);
}

function trainingText({ training, engine, hasSample }: Situation, t: Translate): StatusText | undefined {
  const progress = 'progress' in training ? training.progress : undefined;
  const share = progress ? describeShare(progress.share) : undefined;
  const { pause, resume, stop, stopAndKeep, showSample } = actions(t);
  const sample = hasSample ? [showSample] : [];
  const end = progress && progress.bitsPerCharBefore === undefined ? stopAndKeep : stop;
  const lines = [...(progress ? progressLines(progress, t) : []), ...(engine ? [engine] : [])];
  switch (training.phase) {
    case 'idle':
      return undefined;
    case 'reading':
      return {
        text: `$(sync~spin) ${t('Cellscope: reading files')}`,
        title: t('Reading the files to train on'),
        lines: [],
        actions: [stop],
      };
    case 'running': {
      const left = progress && describeTimeLeft(progress.secondsLeft, t);
      return {
        text: `$(sync~spin) ${progress ? t('Cellscope: {0}, {1}', share!, left!) : t('Cellscope: training')}`,
        title: progress ? t('Training: {0} done, {1}', share!, left!) : t('Training'),
        lines,
        actions: [pause, end, ...sample],
      };
    }
    case 'paused':
      return {
        text: `$(debug-pause) ${share === undefined ? t('Cellscope: paused') : t('Cellscope: paused at {0}', share)}`,
        title: share === undefined ? t('Training is paused') : t('Training is paused at {0}', share),
        lines,
        actions: [resume, end, ...sample],
      };
    case 'stopping':
      return {
        text: `$(sync~spin) ${t('Cellscope: saving')}`,
        title: t('Saving the model'),
        lines: [],
        actions: [],
      };
  }
}

function progressLines(progress: TrainingProgress, t: Translate): string[] {
  const quality = describeQuality(progress, t);
  const doubt = describeDoubt(progress, t);
  return [
    quality === undefined
      ? t('How well it predicts files that it does not learn from is measured soon.')
      : t('On files that it does not learn from, it predicts {0}.', quality),
    ...(doubt === undefined ? [] : [doubt]),
  ];
}

function unfinishedText(situation: Situation, t: Translate): StatusText | undefined {
  const unfinished = resumable(situation);
  if (!unfinished) return undefined;
  const { resume, update, trainAnew, discardUpdate } = actions(t);
  const share = describeShare(unfinished.share);
  const isUpdate = unfinished.kind === 'update';
  return {
    text: `$(debug-pause) ${t('Cellscope: stopped at {0}', share)}`,
    title: isUpdate
      ? t("The update of this workspace's model was stopped at {0}", share)
      : t("The training of this workspace's model was stopped at {0}", share),
    lines: [
      isUpdate
        ? t('Until it is finished, the model stays as it was before.')
        : t('What was learnt so far is in use.'),
      ...suggestionLines(situation, t),
    ],
    actions: isUpdate ? [resume, update, discardUpdate] : [resume, update, trainAnew],
  };
}

function modelText(situation: Situation, t: Translate): StatusText | undefined {
  const { model, stored, document, isInspecting } = situation;
  const { train } = actions(t);
  if (!document && !isInspecting) return undefined;
  if (stored?.trainedElsewhere)
    return {
      text: `$(sync) ${t('Cellscope: another window trains')}`,
      title: t("Another window is training this workspace's model"),
      lines: [
        t('What it has learnt comes into use here with each of its checkpoints.'),
        ...suggestionLines(situation, t),
      ],
      actions: [],
    };
  switch (model.kind) {
    case 'unreadable':
      return {
        text: '$(warning) Cellscope',
        title: t('The model cannot be used'),
        lines: [model.message],
        actions: [train],
      };
    case 'unknown':
      return {
        text: '$(circle-outline) Cellscope',
        title: t('Looking for the model'),
        lines: [],
        actions: [],
      };
    case 'missing':
      return {
        text: `$(circle-outline) ${t('Cellscope: train')}`,
        title: t('No model yet: train one on this workspace'),
        lines: [],
        actions: [train],
      };
    case 'loaded':
      return loadedText(situation, t);
  }
}

function loadedText(situation: Situation, t: Translate): StatusText {
  const { model, document } = situation;
  const quality = model.kind === 'loaded' ? describeQuality(model.model, t) : undefined;
  const lines =
    quality === undefined ? [] : [t('On files that it has not read, the model predicts {0}.', quality)];
  const suggestions = suggestionLines(situation, t);
  const { inspect, toggle } = actions(t);
  const icon = document?.suggests === false ? '$(circle-slash)' : '$(pulse)';
  const [title = t('This workspace has a model'), ...more] = suggestions;
  return {
    text: `${icon} Cellscope`,
    title,
    lines: [...more, ...lines],
    actions: document ? [toggle, inspect] : [],
  };
}

/** Whether suggestions are made in the document at hand, and why not. */
function suggestionLines({ model, document }: Situation, t: Translate): string[] {
  if (model.kind !== 'loaded' || !document) return [];
  if (!document.suggests) return [t('Suggestions are off')];
  return model.model.languages.includes(document.language)
    ? [t('Suggestions are on')]
    : [t('The model has read no files of this language, so that nothing is suggested')];
}
