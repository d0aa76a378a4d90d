// The context expert's C source where a test in Node.js does not reach it: see contextDriver.c.
import assert from 'node:assert/strict';
import { Random } from '../../src/model/base/random.ts';
import { contextTrace, randomCase, randomDamage, type TraceCase } from '../unit/contexts/contextTrace.ts';
import { webAssembly } from '../unit/contexts/workbench.ts';
import { builds, runDriver } from './builds.ts';

/** As the addon is compiled: see setParts in scripts/build-native.mjs. */
const flags = ['-ffp-contract=off', '-fno-strict-aliasing'];

function encode({ text, document, sizes, step, damage }: TraceCase): Buffer {
  const { runGroups, bucketGroups, matchSlots, textBytes, journalBlocks } = sizes;
  const numbers = [text.length, document.length, runGroups, bucketGroups, matchSlots, textBytes];
  const header = Uint32Array.of(...numbers, journalBlocks, step, damage.length);
  const words = Uint32Array.from(damage.flat());
  return Buffer.concat([Buffer.from(header.buffer), text, document, Buffer.from(words.buffer)]);
}

describe('the context kernels in C', () => {
  for (const build of builds)
    it(`have the bits of WebAssembly: ${build.name}`, async () => {
      const create = await webAssembly();
      const random = new Random(1);
      const cases = Array.from({ length: 8 }, () => randomCase(random, 1500, 200));
      // What is damaged must lead nowhere, which the sanitizers see; where it is sound it has the same bits, too.
      for (let i = 0; i < 30; i++)
        cases.push({ ...randomCase(random, 400, 60), damage: randomDamage(random, 1 + (i % 10) ** 2) });
      const answer = runDriver('contextDriver', build, Buffer.concat(cases.map(encode)), flags);
      const expected = cases.flatMap(one => [...contextTrace(create(), one)]);
      const said = new Float64Array(
        answer.buffer.slice(answer.byteOffset, answer.byteOffset + answer.length),
      );
      assert.deepEqual([...said], expected);
    });
});
