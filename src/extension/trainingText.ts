import type { TrainingProgress } from '../protocol/trainingMessages.ts';

/** Progress in words: one line for a notification or a log. */
export function describeProgress(progress: TrainingProgress): string {
  const { step, epoch, trainBitsPerChar, validationBitsPerChar, charsPerSecond, secondsLeft } = progress;
  return [
    `step ${step.toLocaleString('en')}, epoch ${Math.floor(epoch)}`,
    `${bits(trainBitsPerChar)} bits per character (validation ${bits(validationBitsPerChar)})`,
    `${Math.round(charsPerSecond).toLocaleString('en')} characters/s`,
    `${describeSeconds(secondsLeft)} left`,
  ].join(' · ');
}

/** All that is known of a step, for the log. */
export function describeLosses({ trainLoss, validationLoss }: TrainingProgress): string {
  return `loss ${nats(trainLoss)} nats, validation ${nats(validationLoss)} nats`;
}

/** 95 becomes '1 min 35 s'. */
export function describeSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (!Number.isFinite(whole)) return 'unknown time';
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** 0.427 becomes '42%': never 100 before the end. */
export function describeShare(share: number): string {
  return `${Math.floor(Math.min(1, Math.max(0, share)) * 100)}%`;
}

function bits(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2) : '–';
}

function nats(value: number): string {
  return Number.isFinite(value) ? value.toFixed(4) : '–';
}
