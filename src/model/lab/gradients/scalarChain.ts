/** One step of a cell that is a single number: what it is after it, and what it does to a gradient on its way back. */
export interface ScalarStep {
  h: number;
  /** 1 - h^2 of tanh; undefined without it */
  slope: number | undefined;
  /** dh_t / dh_(t-1) = whh * slope */
  factor: number;
  /** of the last h by the h before this step */
  gradient: number;
}

/** h_t = whh h_(t-1), or the tanh of it, from `start` on, and the gradient of the last h back through all steps. */
export function scalarSteps({
  weight,
  start,
  steps,
  activation,
}: {
  weight: number;
  start: number;
  steps: number;
  activation: 'linear' | 'tanh';
}): ScalarStep[] {
  const all: ScalarStep[] = [];
  let h = start;
  for (let t = 0; t < steps; t++) {
    h = activation === 'tanh' ? Math.tanh(weight * h) : weight * h;
    const slope = activation === 'tanh' ? 1 - h * h : undefined;
    all.push({ h, slope, factor: weight * (slope ?? 1), gradient: 1 });
  }
  let gradient = 1;
  for (const step of all.toReversed()) {
    gradient *= step.factor;
    step.gradient = gradient;
  }
  return all;
}
