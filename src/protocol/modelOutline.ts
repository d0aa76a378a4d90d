/** What the host looks at of a model.json, without loading the model: the model's own reader is src/model/files. */
export interface ModelOutline {
  /** Characters that the model has read in all; an update goes on from a model that has read as many. */
  trainedCharacters?: number;
  /** Of the run that made it, if it says so. */
  run?: RunOutline;
}

interface RunOutline {
  finished: boolean;
  /** Of the budget, 0..1. */
  share: number;
  /** What the model had read that it goes on from, where it is an update. */
  charactersBefore?: number;
}

/** A run that was stopped before its end and can be gone on with. */
export interface UnfinishedRun {
  kind: 'training' | 'update';
  /** Of its budget, 0..1. */
  share: number;
}

/** Never fails: what is no description, or says nothing, is an empty outline. */
export function parseModelOutline(text: string): ModelOutline {
  const json = object(parseJson(text));
  const trained = number(json.trainedCharacters);
  const run = json.training === undefined ? undefined : parseRun(object(json.training));
  return { ...(trained !== undefined && { trainedCharacters: trained }), ...(run && { run }) };
}

/** An update counts as long as the model is the one that it goes on from. */
export function unfinishedRun(
  model: ModelOutline | undefined,
  update: ModelOutline | undefined,
): UnfinishedRun | undefined {
  if (!model) return undefined;
  const pending = update?.run;
  if (pending && pending.charactersBefore === model.trainedCharacters)
    return { kind: 'update', share: pending.share };
  return model.run?.finished === false ? { kind: 'training', share: model.run.share } : undefined;
}

function parseRun(run: Record<string, unknown>): RunOutline {
  const budget = object(object(run.settings).budget);
  const [seconds, epochs] = [number(budget.seconds), number(budget.epochs)];
  const done =
    seconds === undefined
      ? (number(object(run.position).epoch) ?? 0) / (epochs ?? 1)
      : (number(run.seconds) ?? 0) / seconds;
  const before = number(object(run.before).characters);
  return {
    // What does not say so is taken for whole: nobody is offered to go on with it.
    finished: run.finished !== false,
    share: Number.isFinite(done) ? Math.min(1, Math.max(0, done)) : 0,
    ...(before !== undefined && { charactersBefore: before }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
