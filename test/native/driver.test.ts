// The kernels' C source on processors and under watches that a test in Node.js does not reach: see driver.c.
import assert from 'node:assert/strict';
import { builds, runDriver } from './builds.ts';
import { type DriverCase, driverCases } from './driverCases.ts';

function assertAnswers(cases: DriverCase[], answer: Buffer): void {
  let at = 0;
  for (const one of cases) {
    assert.equal(one.problemOf(answer.subarray(at, at + one.answerBytes)), undefined);
    at += one.answerBytes;
  }
  assert.equal(answer.length, at);
}

describe('the kernels in C', () => {
  for (const build of builds)
    it(`agree with the specification: ${build.name}`, () => {
      const cases = driverCases(25, 1);
      assertAnswers(cases, runDriver('driver', build, Buffer.concat(cases.map(one => one.encode()))));
    });
});
