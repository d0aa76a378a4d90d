import type { RunOutline } from '../../protocol/runs.ts';
import type { ShownFolder, ShownRun, TrainingNow } from '../../protocol/trainingView.ts';
import type { Axis } from './trainingState.ts';

const cells = { rnn: 'RNN', lstm: 'LSTM', gru: 'GRU' } as const;

/** 'Run 3', or 'Run 3 of old-model' where it is not the workspace's. */
export function nameOf(
  { run, folder }: Pick<ShownRun, 'run' | 'folder'>,
  folders: readonly ShownFolder[],
): string {
  const name = folders.find(({ key }) => key === folder)?.name;
  return name ? `Run ${run} of ${name}` : `Run ${run}`;
}

/** The network and the text, in a line. */
export function describeRun({ settings, kind, parameters, files, characters, engine }: RunOutline): string {
  const { cell, numLayers, hiddenSize } = settings;
  const layers = numLayers === 1 ? '1 layer' : `${numLayers} layers`;
  return [
    `${cells[cell]}, ${layers} of ${count(hiddenSize)} cells, ${short(parameters)} parameters`,
    `${count(files)} files, ${short(characters)} characters`,
    ...(kind === 'update' ? ['an update'] : []),
    engine,
  ].join(' · ');
}

export function describeStanding({ standing, share }: Pick<RunOutline, 'standing' | 'share'>): string {
  const percent = `${Math.floor(share * 100)} %`;
  switch (standing) {
    case 'training':
      return `training, ${percent}`;
    case 'finished':
      return 'finished';
    case 'stopped':
      return `stopped at ${percent}`;
    case 'failed':
      return `failed at ${percent}`;
    case 'interrupted':
      return `interrupted at ${percent}`;
  }
}

/** How held-out text is predicted: 'best 2.10 bits per character'. */
export function describeBits({ bestBits, lastBits }: Pick<RunOutline, 'bestBits' | 'lastBits'>): string {
  if (bestBits === undefined || lastBits === undefined) return 'not measured yet';
  const best = `${bestBits.toFixed(2)} bits per character`;
  return lastBits > bestBits + 0.005 ? `best ${best}, ${lastBits.toFixed(2)} at last` : best;
}

export function describeStart(started: number): string {
  return new Date(started).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

/** What this window does, and how long yet. */
export function describeNow({ phase, share, secondsLeft, trainedElsewhere }: TrainingNow): string {
  const percent = share === undefined ? '' : ` ${Math.floor(share * 100)} % done`;
  const left = secondsLeft === undefined ? '' : `, ${duration(secondsLeft)} left`;
  switch (phase) {
    case 'idle':
      return trainedElsewhere ? 'Another window or a terminal trains.' : 'Nothing is being trained.';
    case 'reading':
      return `Reading the files${percent && `:${percent}`}.`;
    case 'running':
      return `Training:${percent || ' it begins'}${left}.`;
    case 'paused':
      return `Paused:${percent}${left}.`;
    case 'finishing':
      return `Trained. What goes with the model is made:${percent || ' it begins'}${left}.`;
    case 'stopping':
      return 'Saving the model.';
  }
}

export const axisNames: Readonly<Record<Axis, string>> = {
  step: 'Steps',
  seconds: 'Time',
  characters: 'Characters',
};

/** A place on the axis. */
export function describePlace(axis: Axis, value: number): string {
  switch (axis) {
    case 'step':
      return `Step ${count(value)}`;
    case 'seconds':
      return `After ${duration(value)}`;
    case 'characters':
      return `After ${short(value)} characters`;
  }
}

export function formatPlace(axis: Axis, value: number): string {
  return axis === 'seconds' ? duration(value) : short(value);
}

/** 95 becomes '1 min 35 s'. */
export function duration(seconds: number): string {
  if (seconds < 10 && seconds !== Math.round(seconds)) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min${whole % 60 ? ` ${whole % 60} s` : ''}`;
  const minutes = Math.floor((whole % 3600) / 60);
  return `${Math.floor(whole / 3600)} h${minutes ? ` ${minutes} min` : ''}`;
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** 123456 becomes '123k'. */
export function short(value: number): string {
  for (const [size, letter] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const)
    if (Math.abs(value) >= size * 0.9995) return `${Number((value / size).toPrecision(3))}${letter}`;
  return `${Number(value.toPrecision(3))}`;
}
