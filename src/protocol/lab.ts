/** The lab: what its page, its panel and its worker say to each other. */
import type { Figure } from '../model/lab/figures.ts';
import type { Progress } from '../model/lab/lesson.ts';
import type { LabLook } from '../model/lab/labRun.ts';
import type { Setting, SettingValue, Values } from '../model/lab/settings.ts';
import type { Palette } from './cellColors.ts';
import type { Speech } from './channel.ts';
import type { EngineChoice } from './engineChoice.ts';
import type { LabState } from './labState.ts';
import type { WorkspaceFiles } from './modelMessages.ts';

/** What a page must know of a lesson to offer it. */
export interface LessonOutline {
  name: string;
  title: string;
  /** Three sentences. */
  words: string[];
  /** On its button. */
  deed: string;
  settings: Setting[];
}

/** What is to be seen now. */
export interface ShownLook extends LabLook {
  figures: Figure[];
}

/** An experiment that was opened, or one that was open already. */
export interface OpenedLesson extends ShownLook {
  /** Of all settings, those that were not given among them. */
  values: Values;
  /** Whether there is anything to do, as its button says, and whether that has not begun yet. */
  hasWork: boolean;
  canWork: boolean;
  isWorking: boolean;
  /** It is made of what is selected in the editor. */
  usesSelection: boolean;
}

export type { Setting, SettingValue, Values };

/** A text of the editor. */
export interface EditorText {
  /** As it is shown. */
  path: string;
  /** Line ends are LF. */
  text: string;
}

/** What lies around an experiment, as the host knows it. */
interface Surroundings {
  folders: WorkspaceFiles['folders'];
  /** Globs of files besides C and LaTeX. */
  include: readonly string[];
  /** What is selected, or the whole document. */
  selection?: EditorText;
}

type LabRequest =
  | { kind: 'lessons' }
  /** Stops what is under way. What is the same experiment as the open one stays as far as it has come, unless it is to begin anew. */
  | { kind: 'open'; state: LabState; surroundings: Surroundings; anew?: boolean }
  /** Other values of the view. */
  | { kind: 'look'; values: Values }
  /** Answered at its end, or when it is cancelled. */
  | { kind: 'work' }
  | { kind: 'pause' }
  | { kind: 'continue' };

interface LabAnswers {
  lessons: LessonOutline[];
  open: OpenedLesson;
  look: ShownLook;
  work: ShownLook;
  pause: void;
  continue: void;
}

/** How far the work is; some have what is to be seen with them. */
export interface LabProgress extends Progress {
  kind: 'progress';
  /** Until its end, at the pace so far; absent while that is not known. */
  secondsLeft?: number;
  look?: ShownLook;
}

export type ToLab = Speech<LabRequest, LabAnswers, never>;
export type FromLab = Speech<never, object, LabProgress>;

/** What the worker is started with. */
export interface LabWorkerData {
  kernelDirectory: string;
  /** Folder with a folder of texts for each sample. */
  sampleDirectory: string;
  /** Of the workspace's model. */
  modelDirectory: string;
  engine: EngineChoice;
}

export type LabPageRequest =
  | { kind: 'lessons' }
  | { kind: 'open'; state: LabState; anew?: boolean }
  | { kind: 'look'; values: Values }
  /** Answered when it has begun; `ended` is told at its end. */
  | { kind: 'work' }
  | { kind: 'stop' }
  /** Into the clipboard. */
  | { kind: 'copyLink'; state: LabState }
  | { kind: 'saveState'; state: LabState }
  /** Asks which file. */
  | { kind: 'openState' }
  | ExportRequest;

/** Keeps a figure in a file that the user chooses: a picture, or its table. */
interface ExportRequest {
  kind: 'export';
  /** Of the file, without what says its format. */
  name: string;
  format: ExportFormat;
  content: Uint8Array | string;
}

export type ExportFormat = 'png' | 'svg' | 'csv';

export interface LabPageAnswers {
  lessons: LessonOutline[];
  open: OpenedLesson;
  look: ShownLook;
  work: void;
  stop: void;
  copyLink: void;
  /** Whether it was saved. */
  saveState: boolean;
  /** Undefined where none was chosen. */
  openState: LabState | undefined;
  export: boolean;
}

export type LabPageEvent = { kind: 'ready' };

export type LabPanelEvent =
  | LabProgress
  /** The work is over: done, stopped, or with a problem. */
  | { kind: 'ended'; look?: ShownLook; message?: string }
  /** The workspace is being trained, so the lab waits; or no more. */
  | { kind: 'waiting'; isWaiting: boolean }
  | { kind: 'palette'; palette: Palette }
  /** A lesson was opened from elsewhere: by a link, a file or a command. */
  | { kind: 'show'; state: LabState };

export type FromLabPage = Speech<LabPageRequest, LabPageAnswers, LabPageEvent>;
export type FromLabPanel = Speech<never, object, LabPanelEvent>;
