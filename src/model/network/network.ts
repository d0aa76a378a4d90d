import { Arena } from '../kernels/arena.ts';
import type { Kernels, Pointer } from '../kernels/kernels.ts';
import type { KernelFactory } from '../kernels/wasmKernels.ts';
import { ForwardPass } from './pass/forwardPass.ts';
import { ForwardWeights } from './pass/forwardWeights.ts';
import { initialiseParameter } from './initialise.ts';
import type { NetworkConfig } from './networkConfig.ts';
import { NetworkTrainer } from './training/networkTrainer.ts';
import type { PackingJob } from './pass/packingJobs.ts';
import { type ParameterLayout, parameterLayout, type ParameterView } from './parameters.ts';
import type { Random } from '../base/random.ts';
import type { TrainerOptions } from './training/trainer.ts';

/** The parameters of a network, in memory of its own, and the maker of what runs and trains it. */
export class Network {
  readonly config: NetworkConfig;
  readonly arena: Arena;
  readonly kernels: Kernels;
  readonly layout: ParameterLayout;
  /**
   * All parameters in PyTorch's order and layout (see parameterLayout). Whoever writes to them calls
   * `parametersChanged` after.
   */
  readonly parameters: Float32Array;

  /** Where the parameters begin in the arena. */
  readonly parametersStart: Pointer;
  /** Where what the network allocates begins. */
  readonly arenaStart: Pointer;
  private readonly viewsByName: ReadonlyMap<string, ParameterView>;
  private readonly packed: ForwardWeights;
  private version = 0;
  private packedVersion = -1;

  /** Allocates the network; its parameters are zero until they are read from a file or `initialise` is called. */
  constructor(config: NetworkConfig, kernels: KernelFactory, arena = new Arena()) {
    this.config = { ...config };
    this.arena = arena;
    this.arenaStart = arena.allocatedBytes;
    this.kernels = kernels(this.arena);
    this.layout = parameterLayout(config);
    this.viewsByName = new Map(this.layout.views.map(view => [view.name, view]));
    this.parametersStart = this.arena.allocate(this.layout.count);
    this.parameters = this.arena.floats(this.parametersStart, this.layout.count);
    this.packed = new ForwardWeights(this);
  }

  get parameterCount(): number {
    return this.layout.count;
  }

  /** View of one parameter by PyTorch's name, row-major. */
  parameter(name: string): Float32Array {
    const { offset, length } = this.view(name);
    return this.parameters.subarray(offset, offset + length);
  }

  /** Where a parameter lies in the arena. */
  parameterPointer(name: string): Pointer {
    return this.parametersStart + this.view(name).offset * Float32Array.BYTES_PER_ELEMENT;
  }

  /** Sets all parameters to the values that training starts from. */
  initialise(random: Random): void {
    for (const view of this.layout.views)
      initialiseParameter(this.config, view, this.parameter(view.name), random);
    this.parametersChanged();
  }

  /** To be called after writing to the parameters: what was packed from them is made anew before the next pass. */
  parametersChanged(): void {
    this.version++;
  }

  /** The weights as the forward pass takes them, made anew when the parameters have changed. */
  forwardWeights(): ForwardWeights {
    if (this.packingIsStale) for (const { run } of this.packed.jobs) run();
    this.packingIsDone();
    return this.packed;
  }

  /** What making the forward weights anew takes, for threads that share the work out among them. */
  get packingJobs(): readonly PackingJob[] {
    return this.packed.jobs;
  }

  get packingIsStale(): boolean {
    return this.packedVersion !== this.version;
  }

  /** To be called when the packing jobs have been done. */
  packingIsDone(): void {
    this.packedVersion = this.version;
  }

  /** Room for runs of up to seqLength steps of batchSize streams. It lives as long as the network: keep and reuse it. */
  createForwardPass(options: { batchSize: number; seqLength: number }): ForwardPass {
    return new ForwardPass(this, options);
  }

  /** A trainer in this thread. */
  createTrainer(options: TrainerOptions): NetworkTrainer {
    return new NetworkTrainer(this, options);
  }

  private view(name: string): ParameterView {
    const view = this.viewsByName.get(name);
    if (!view)
      throw new RangeError(`No parameter ${name}; there are ${[...this.viewsByName.keys()].join(', ')}.`);
    return view;
  }
}
