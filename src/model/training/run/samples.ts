import { Random } from '../../base/random.ts';
import type { Model } from '../../files/modelFiles.ts';
import { NotFinite } from '../../network/finite.ts';
import { drawText } from '../../predict/drawText.ts';
import { NetworkPredictor } from '../../predict/networkPredictor.ts';
import type { RunState } from './runState.ts';
import { Interval } from './stopwatch.ts';
import type { TrainingOptions } from '../trainingOptions.ts';

/** Characters of the text that is drawn at intervals, and its temperature. */
const LENGTH = 240;
const TEMPERATURE = 0.7;
/** The first one is drawn after a fifth of an interval. */
const FIRST_DIVISOR = 5;

/** Draws text from a run at intervals, as the model would begin a file, in each of its languages in turn. */
export class Samples {
  private readonly state: RunState;
  private readonly onEvent: TrainingOptions['onEvent'];
  private readonly samples: Interval;
  private drawn = 0;

  constructor(state: RunState, { onEvent, seconds }: Pick<TrainingOptions, 'onEvent'> & { seconds: number }) {
    this.state = state;
    this.onEvent = onEvent;
    this.samples = new Interval(seconds, state.record.seconds + seconds / FIRST_DIVISOR);
  }

  async whenDue(): Promise<void> {
    if (this.samples.isDue(this.state.seconds)) await this.draw();
  }

  async draw(): Promise<void> {
    const { step } = this.state;
    const { seed } = this.state.record.settings;
    const model = await this.state.published();
    this.samples.done(this.state.seconds);
    try {
      this.onEvent({ event: 'sample', step, text: drawSample(model, { drawn: this.drawn++, step, seed }) });
    } catch (error) {
      // Whether the run can go on is not for a sample to say.
      if (!(error instanceof NotFinite)) throw error;
    }
  }
}

/** The same for the same step and seed. */
function drawSample(
  { network, vocabulary, languages }: Model,
  { drawn, step, seed }: { drawn: number; step: number; seed: number },
): string {
  const language = languages[drawn % languages.length];
  const predictor = new NetworkPredictor(network);
  predictor.read([vocabulary.startOf(language)]);
  return drawText(predictor, vocabulary, {
    characters: LENGTH,
    temperature: TEMPERATURE,
    random: new Random((Math.imul(seed, 0x9e3779b1) ^ step) >>> 0),
  });
}
