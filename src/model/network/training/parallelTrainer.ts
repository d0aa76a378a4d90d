import { STACK_BYTES } from '../../kernels/arena.ts';
import { KernelTrainer } from './kernelTrainer.ts';
import type { Network } from '../network.ts';
import { forwardWeightsOf } from '../pass/forwardWeights.ts';
import { type StepResult, TrainerFailure, type TrainerOptions, type TrainingWindow } from './trainer.ts';
import type { MemberStart } from './trainingMember.ts';
import { TrainingMemory } from './trainingMemory.ts';
import { TrainingShare } from './trainingShare.ts';

/** Threads of the platform, each of which runs `runTrainingMember`. */
export interface ThreadTeam {
  /** Why the team is of no more use, once one of its threads has died. */
  readonly failure: string | undefined;
  /** Lets the platform tell of it. */
  yieldToEvents(): Promise<void>;
  /** Ends all threads, whatever they are doing. */
  dispose(): Promise<void>;
}

/** Starts a thread for each; resolves when all of them work. */
export type StartTeam = (members: readonly MemberStart[]) => Promise<ThreadTeam>;

/** For so long the others are waited for without looking whether they are alive. */
const PATIENCE_MILLISECONDS = 50;
const FLOAT_BYTES = 4;

/**
 * The same as NetworkTrainer, with the streams of the batch divided among several threads: this one and a team. The
 * gradients are added up in the order of the threads, so that a training repeats bit for bit with as many of them.
 */
export class ParallelTrainer extends KernelTrainer {
  private readonly team: ThreadTeam;
  private isBroken = false;

  private constructor(memory: TrainingMemory, share: TrainingShare, team: ThreadTeam) {
    super(memory, share);
    this.team = team;
  }

  /** `threads`, this one included, are at least 2, and at most one for each stream of the batch. */
  static async start(
    network: Network,
    options: TrainerOptions & { threads: number },
    startTeam: StartTeam,
  ): Promise<ParallelTrainer> {
    const { arena, config } = network;
    const forwardWeights = forwardWeightsOf(network);
    const shared = arena.allocatedBytes;
    const memory = new TrainingMemory(network, options);
    const ownStart = arena.allocatedBytes;
    // Of all shares the first is the largest, so that each of the others has room in as much.
    const share = new TrainingShare(memory, 0);
    const shareFloats = (arena.allocatedBytes - ownStart) / FLOAT_BYTES;
    const members: MemberStart[] = [];
    for (let thread = 1; thread < options.threads; thread++) {
      const own = arena.allocate(shareFloats);
      const stackTop = arena.allocate(STACK_BYTES / FLOAT_BYTES) + STACK_BYTES;
      const places = { network: network.arenaStart, forwardWeights: forwardWeights.start, shared, own };
      const { maximumBytes } = arena;
      members.push({ config, options, thread, memory: arena.memory, maximumBytes, places, stackTop });
    }
    return new ParallelTrainer(memory, share, await startTeam(members));
  }

  async step(window: TrainingWindow, learningRate: number): Promise<StepResult> {
    if (this.isBroken) throw this.failure({ stateIsWhole: false });
    this.memory.setWindow(window, learningRate);
    await this.meet({ stateIsWhole: true });
    for (const phase of TrainingShare.phases) {
      this.share[phase]();
      await this.meet({ stateIsWhole: phase !== 'update' });
    }
    return this.memory.closeStep();
  }

  override async dispose(): Promise<void> {
    this.isBroken = true;
    await this.team.dispose();
  }

  /** Waits for all threads. */
  private async meet(standing: { stateIsWhole: boolean }): Promise<void> {
    const { barrier } = this.memory;
    const arrival = barrier.arrive();
    while (!barrier.wait(arrival, PATIENCE_MILLISECONDS)) {
      await this.team.yieldToEvents();
      if (this.team.failure === undefined) continue;
      this.isBroken = true;
      throw this.failure(standing);
    }
  }

  private failure(standing: { stateIsWhole: boolean }): TrainerFailure {
    return new TrainerFailure(this.team.failure ?? 'its threads have been ended.', standing);
  }
}
