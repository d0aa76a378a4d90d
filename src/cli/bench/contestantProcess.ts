import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Answer, type Problem, type Ready, type Request, trainingShape, type Work } from './work.ts';

/** How a contestant is started. */
export interface ContestantProgram {
  program: string;
  args: string[];
  env?: Record<string, string>;
}

/** Of what a program wrote to its standard error, for the message when it fails. */
const ERROR_CHARACTERS = 2000;

/** A contestant cannot take part, or can no longer. */
export class ContestantFailure extends Error {
  override readonly name = 'ContestantFailure';
}

/** They must not outlive the bench: a piece of work may have minutes to go. */
const running = new Set<ChildProcess>();

/** Ends all contestants at once, whatever they are doing. */
export function endContestants(): void {
  for (const child of running) child.kill();
}

/** The bench's end of a contestant: a program that is asked in lines of JSON, one question at a time. */
export class ContestantProcess {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;
  private readonly ended: Promise<unknown>;
  private printed = '';

  private constructor({ program, args, env }: ContestantProgram) {
    this.child = spawn(program, args, { env: { ...process.env, ...env } });
    running.add(this.child);
    this.child.once('close', () => running.delete(this.child));
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
    // Both are noticed when no answer comes: that it cannot be started, and that it has ended before a question.
    this.child.once('error', error => (this.printed += error.message));
    this.child.stdin.on('error', () => {});
    this.ended = new Promise(resolve => this.child.once('close', resolve));
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.printed = (this.printed + text).slice(-ERROR_CHARACTERS);
    });
  }

  /** Resolves when the program has loaded what it measures; rejects with a ContestantFailure when it can not. */
  static async start(program: ContestantProgram): Promise<{ process: ContestantProcess; ready: Ready }> {
    const process = new ContestantProcess(program);
    try {
      return { process, ready: (await process.answer()) as Ready };
    } catch (error) {
      await process.end();
      throw error;
    }
  }

  /** What `Work` says that it counts. */
  async measure(work: Work, seconds: number): Promise<number> {
    const request: Request = { ...work, ...trainingShape, seconds };
    this.child.stdin.write(`${JSON.stringify(request)}\n`);
    return ((await this.answer()) as Answer).value;
  }

  /** Ends the program, which is waiting for the next question. */
  async end(): Promise<void> {
    this.child.kill();
    await this.ended;
  }

  /** The next line that is an object of JSON: libraries may print something of their own. */
  private async answer(): Promise<object> {
    for (;;) {
      const { value, done } = await this.lines.next();
      if (done === true) throw new ContestantFailure(await this.reasonOfEnd());
      const answer = objectIn(value);
      if (!answer) continue;
      if ('problem' in answer) throw new ContestantFailure(answer.problem);
      return answer;
    }
  }

  private async reasonOfEnd(): Promise<string> {
    await this.ended;
    const lastLine = this.printed.trim().split('\n').at(-1)?.trim();
    return lastLine ? lastLine : 'it ended without an answer';
  }
}

function objectIn(line: string): Ready | Answer | Problem | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Ready | Answer | Problem;
  } catch {
    return undefined;
  }
}
