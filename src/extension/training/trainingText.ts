import type { Figures, TrainingProgress } from '../../protocol/trainingMessages.ts';
import { qualityWords } from '../../protocol/quality.ts';

/** Progress in numbers: one line for the log. */
export function describeProgress(progress: TrainingProgress): string {
  const { step, epoch, trainBitsPerChar, validationBitsPerChar, charsPerSecond, secondsLeft } = progress;
  return [
    `step ${step.toLocaleString('en')}, epoch ${Math.floor(epoch)}`,
    `${bits(trainBitsPerChar)} bits per character (held-out text ${bits(validationBitsPerChar)})`,
    `${Math.round(charsPerSecond).toLocaleString('en')} characters/s`,
    `${describeSeconds(secondsLeft)} left`,
  ].join(' · ');
}

/** 95 becomes '1 min 35 s'. */
function describeSeconds(seconds: number): string {
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

/** How long yet, as roughly as it is known: 95 becomes '2 min left'. */
export function describeTimeLeft(seconds: number): string {
  if (!(seconds >= 8)) return 'a few seconds left';
  if (seconds < 55) return `${Math.min(50, Math.ceil(seconds / 10) * 10)} s left`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${Math.max(1, minutes)} min left`;
  const hours = Math.floor(minutes / 60);
  return `${hours} h ${minutes % 60} min left`;
}

/**
 * How good a model is, in words with the number behind it: 'fairly well (2.31 bits per character)'; undefined while it
 * is not known. To follow on 'it predicts'.
 */
export function describeQuality(figures: Figures): string | undefined {
  const { quality, validationBitsPerChar, bitsPerCharBefore } = figures;
  if (quality === undefined || validationBitsPerChar === undefined) return undefined;
  const words = qualityWords[quality];
  return bitsPerCharBefore === undefined
    ? `${words} (${bits(validationBitsPerChar)} bits per character)`
    : `${words} (${bits(validationBitsPerChar)} bits per character, ${bits(bitsPerCharBefore)} before the update)`;
}

/** What a number of bits means: the same doubt as between so many characters that are equally likely. */
export function describeDoubt({ validationBitsPerChar }: Figures): string | undefined {
  if (validationBitsPerChar === undefined) return undefined;
  const among = 2 ** validationBitsPerChar;
  const shown = among < 10 ? among.toFixed(1) : String(Math.round(among));
  return `So it is as unsure of each next character as if it had to choose among ${shown}.`;
}

function bits(value: number | undefined): string {
  return value !== undefined && Number.isFinite(value) ? value.toFixed(2) : '–';
}
