import { readdir, readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** What is asked of the machine before it is given work that nobody waits for. */
export interface Machine {
  /** Milliseconds, from any origin. */
  now(): number;
  /** Share of the processors' time that was spent since this was asked last, 0..1; 1 the first time. */
  load(): number;
  /** False where it is not known. */
  isOnBattery(): Promise<boolean>;
}

/** Of Linux: https://www.kernel.org/doc/html/latest/power/power_supply_class.html */
const SUPPLIES = '/sys/class/power_supply';

export function thisMachine(): Machine {
  let before: { busy: number; whole: number } | undefined;
  return {
    now: () => performance.now(),
    load() {
      const now = timesOfProcessors();
      const last = before;
      before = now;
      return last && now.whole > last.whole ? (now.busy - last.busy) / (now.whole - last.whole) : 1;
    },
    isOnBattery,
  };
}

function timesOfProcessors(): { busy: number; whole: number } {
  let [busy, whole] = [0, 0];
  for (const { times } of os.cpus()) {
    const { idle, ...others } = times;
    const worked = Object.values(others).reduce((sum, milliseconds) => sum + milliseconds, 0);
    busy += worked;
    whole += worked + idle;
  }
  return { busy, whole };
}

async function isOnBattery(): Promise<boolean> {
  try {
    const supplies = await readdir(SUPPLIES);
    const states = await Promise.all(supplies.map(stateOf));
    return states.includes('Discharging');
  } catch {
    return false;
  }
}

/** Of a battery that drives the machine, not of one in a mouse. */
async function stateOf(supply: string): Promise<string> {
  const read = async (name: string) =>
    (await readFile(path.join(SUPPLIES, supply, name), 'utf8').catch(() => '')).trim();
  if ((await read('type')) !== 'Battery' || (await read('scope')) === 'Device') return '';
  return await read('status');
}
