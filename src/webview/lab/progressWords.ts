import type { LabView } from './labView.ts';

/** How far the work is, and how long it will take. */
export function progressWords(progress: LabView['progress'], isWaiting: boolean): string {
  if (isWaiting) return 'Waits while Cellscope trains on the workspace.';
  if (!progress) return 'Begins…';
  const { words, secondsLeft } = progress;
  return secondsLeft === undefined ? words : `${words} · ${timeLeft(secondsLeft)}`;
}

function timeLeft(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole <= 1) return 'about a second left';
  if (whole < 60) return `about ${whole} seconds left`;
  const minutes = Math.round(whole / 60);
  return minutes === 1 ? 'about a minute left' : `about ${minutes} minutes left`;
}
