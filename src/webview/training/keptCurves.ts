import { type CurvesHad, curveColumns, type RunCurves, validationColumns } from '../../protocol/runs.ts';

type Column = (typeof curveColumns)[number] | (typeof validationColumns)[number];

/** The curves of a run as far as the page has them. */
export interface KeptCurves extends Omit<RunCurves, 'from'> {
  /** Nats per character; undefined before the first measurement. */
  best?: { step: number; seconds: number; loss: number };
}

const noCurves: KeptCurves = {
  revision: -1,
  step: new Float64Array(),
  seconds: new Float64Array(),
  trainLoss: new Float64Array(),
  gradientNorm: new Float64Array(),
  learningRate: new Float64Array(),
  charsPerSecond: new Float64Array(),
  validationStep: new Float64Array(),
  validationSeconds: new Float64Array(),
  validationLoss: new Float64Array(),
  samples: [],
  notes: [],
};

/** To be asked for what comes after it. */
export function hadOf(kept: KeptCurves = noCurves): CurvesHad {
  return {
    revision: Math.max(0, kept.revision),
    points: kept.step.length,
    validations: kept.validationStep.length,
    samples: kept.samples.length,
  };
}

/** The curves with what is new of them. */
export function withCurves(kept: KeptCurves = noCurves, fresh: RunCurves): KeptCurves {
  const { from, revision, samples, notes } = fresh;
  const columns = (names: readonly Column[], start: number) =>
    Object.fromEntries(names.map(name => [name, joined(kept[name].subarray(0, start), fresh[name])]));
  const merged = {
    ...columns(curveColumns, from.points),
    ...columns(validationColumns, from.validations),
  } as Record<Column, Float64Array>;
  const best = bestOf(merged);
  return {
    ...merged,
    revision,
    samples: [...kept.samples.slice(0, from.samples), ...samples],
    notes,
    ...(best && { best }),
  };
}

function joined(before: Float64Array, after: Float64Array): Float64Array {
  const all = new Float64Array(before.length + after.length);
  all.set(before);
  all.set(after, before.length);
  return all;
}

function bestOf({
  validationStep,
  validationSeconds,
  validationLoss,
}: Pick<KeptCurves, (typeof validationColumns)[number]>): KeptCurves['best'] {
  let at = -1;
  for (let i = 0; i < validationLoss.length; i++)
    if (at < 0 || validationLoss[i] < validationLoss[at]) at = i;
  return at < 0
    ? undefined
    : { step: validationStep[at], seconds: validationSeconds[at], loss: validationLoss[at] };
}
