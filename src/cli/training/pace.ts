import type { TrainingEngine } from '../../model/training/trainingEngine.ts';

/**
 * An engine, and a clock by which it learns from exactly `charactersPerSecond`: two settings are then compared alike
 * on a machine that is busy with something else.
 */
export function paced(
  engine: TrainingEngine,
  charactersPerSecond: number,
): { engine: TrainingEngine; clock: () => number } {
  let characters = 0;
  return {
    clock: () => (characters / charactersPerSecond) * 1000,
    engine: {
      name: engine.name,
      threadsFor: batchSize => engine.threadsFor?.(batchSize) ?? 1,
      async createTrainer(network, options) {
        const trainer = await engine.createTrainer(network, options);
        const step = trainer.step.bind(trainer);
        trainer.step = (window, learningRate) => {
          characters += window.inputs.length;
          return step(window, learningRate);
        };
        return trainer;
      },
    },
  };
}
