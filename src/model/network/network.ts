import { Arena, type Pointer } from '../kernels/arena.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { KernelFactory } from '../kernels/wasmKernels.ts';
import { initialiseParameter } from './initialise.ts';
import { type NetworkConfig, type NetworkShape, shapeOf } from './networkConfig.ts';
import { type ParameterLayout, parameterLayout, type ParameterView } from './parameters.ts';
import type { Random } from '../base/random.ts';

/**
 * The parameters of a network, in memory of its own. It is data only: whoever runs it makes a ForwardPass, whoever
 * trains it a trainer.
 */
export class Network<Config extends NetworkConfig | NetworkShape = NetworkConfig> {
  readonly config: Config;
  readonly shape: NetworkShape;
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
  private readonly sharedByMaker = new Map<unknown, unknown>();
  private changes = 0;

  /** Allocates the network; its parameters are zero until they are read from a file or `initialise` is called. */
  constructor(config: Config, kernels: KernelFactory, arena = new Arena()) {
    this.config = { ...config };
    this.shape = shapeOf(this.config);
    this.arena = arena;
    this.arenaStart = arena.allocatedBytes;
    this.kernels = kernels(this.arena);
    this.layout = parameterLayout(this.shape);
    this.viewsByName = new Map(this.layout.views.map(view => [view.name, view]));
    this.parametersStart = this.arena.allocate(this.layout.count);
    this.parameters = this.arena.floats(this.parametersStart, this.layout.count);
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
      initialiseParameter(this.shape, view, this.parameter(view.name), random);
    this.parametersChanged();
  }

  /** To be called after writing to the parameters: what was made from them is made anew before it is used. */
  parametersChanged(): void {
    this.changes++;
  }

  /** Counts the changes of the parameters. */
  get version(): number {
    return this.changes;
  }

  /** What all who run the network have in common, such as its packed weights: made for the first who asks. */
  shared<T>(make: (network: this) => T): T {
    if (!this.sharedByMaker.has(make)) this.sharedByMaker.set(make, make(this));
    return this.sharedByMaker.get(make) as T;
  }

  private view(name: string): ParameterView {
    const view = this.viewsByName.get(name);
    if (!view)
      throw new RangeError(`No parameter ${name}; there are ${[...this.viewsByName.keys()].join(', ')}.`);
    return view;
  }
}

/** A network of any shape. */
export type AnyNetwork = Network<NetworkConfig | NetworkShape>;
