import type { Palette } from '../../protocol/cellColors.ts';
import type { LabProgress, LessonOutline, ShownLook, Values } from '../../protocol/lab.ts';

/** All that the lab's page shows. */
export interface LabView {
  lessons: readonly LessonOutline[];
  lesson: LessonOutline | undefined;
  /** Of all settings of the lesson, once it is open. */
  values: Values;
  seed: number;
  look: ShownLook | undefined;
  isOpening: boolean;
  hasWork: boolean;
  canWork: boolean;
  isWorking: boolean;
  usesSelection: boolean;
  /** While it works. */
  progress: Pick<LabProgress, 'share' | 'words' | 'secondsLeft'> | undefined;
  /** The workspace is being trained, which comes first. */
  isWaiting: boolean;
  /** In one sentence. */
  problem: string | undefined;
  /** What was done besides, such as a link copied. */
  notice: string | undefined;
  palette: Palette;
}

export const emptyView: LabView = {
  lessons: [],
  lesson: undefined,
  values: {},
  seed: 1,
  look: undefined,
  isOpening: false,
  hasWork: false,
  canWork: false,
  isWorking: false,
  usesSelection: false,
  progress: undefined,
  isWaiting: false,
  problem: undefined,
  notice: undefined,
  palette: 'red-blue',
};
