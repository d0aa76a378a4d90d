import assert from 'node:assert/strict';
import { scalarGradient } from '../../../src/model/lab/lessons/scalarGradient.ts';
import { Network } from '../../../src/model/network/network.ts';
import { SequenceGradients } from '../../../src/model/network/training/sequenceGradients.ts';
import { loadWasm } from '../network/networks.ts';
import { beginLesson } from './beginLesson.ts';
import { figureOf } from './figureOf.ts';

describe('the lesson scalar-gradient', () => {
  it('multiplies by 3 at each of three steps, as the example has it', async () => {
    const { experiment, values } = await beginLesson(scalarGradient, {});
    const figures = experiment.figures(values);
    const { lines } = figureOf(figures, 'chain', 'formula');
    assert.deepEqual(
      lines[0].terms.map(({ text, value }) => value ?? text),
      [27, '=', 3, '·', 3, '·', 3],
    );
    assert.deepEqual(
      lines[0].terms.map(({ text }) => text).join(' '),
      'dh3/dh0 = dh3/dh2 · dh2/dh1 · dh1/dh0',
    );
    const { series } = figureOf(figures, 'gradient', 'curves');
    assert.deepEqual(
      series.map(({ name }) => name),
      ['weight 3, chosen', 'weight 0.5', 'weight 1'],
    );
    assert.deepEqual(series[0].y, [1, 3, 9, 27]);
    assert.deepEqual(series[1].y, [1, 0.5, 0.25, 0.125]);
    assert.deepEqual(series[2].y, [1, 1, 1, 1]);
  });

  it('has states and gradients that the network of one cell has, with tanh', async () => {
    const [weight, start, steps] = [1.75, 0.3, 9];
    const { experiment, values } = await beginLesson(scalarGradient, {
      activation: 'tanh',
      weight,
      start,
      steps,
    });
    const { rows } = figureOf(experiment.figures(values), 'steps', 'table');
    const network = new Network(
      { cell: 'rnn', hiddenSize: 1, numLayers: 1, input: { kind: 'zeros' }, heads: [] },
      await loadWasm(),
    );
    network.parameter('rnn.weight_hh_l0')[0] = weight;
    network.parametersChanged();
    const gradients = new SequenceGradients(network, {
      batchSize: 1,
      seqLength: steps,
      wishes: ['steps', 'start'],
    });
    gradients.forward({ inputs: [], length: steps, targets: {}, state: Float32Array.of(start) });
    gradients.backward(Float32Array.of(1));
    const { pass, gradientTrace } = gradients;
    const hidden = [start, ...pass.trace.hidden(0)];
    const slopes = [...gradientTrace.start(), ...gradientTrace.hidden(0)];
    assert.equal(rows.length, steps + 1);
    for (const [t, [, h, , gradient]] of rows.entries()) {
      assert.ok(Math.abs((h as number) - hidden[t]) < 1e-5, `h${t}`);
      assert.ok(Math.abs((gradient as number) - slopes[t]) < 1e-5, `dh/dh${t}`);
    }
  });

  it('draws nothing on a logarithmic scale where the gradient is 0', async () => {
    const { experiment, values } = await beginLesson(scalarGradient, { weight: 0 });
    const { series } = figureOf(experiment.figures(values), 'gradient', 'curves');
    assert.deepEqual(series[0].y, [1, null, null, null]);
  });
});
