// How smoothly the page of trainings pans and zooms: two runs of so many points side by side, in plain Chromium.
//
//   node test/bench/trainingView.mjs [--points 50000] [--frames 120]
//
// Each frame changes the part that is looked at, in all eight charts. Prints a JSON object with milliseconds a frame:
// `cpu` is the time of the processor that the page's thread took, script, layout and drawing, whatever else the machine
// does, and `script` what of it was script (the rest is mostly the strokes of the canvases, which a GPU draws where there
// is one); `between` is from one frame to the next, on the clock.
import { parseArgs } from 'node:util';
import { startTrainingBrowser } from '../ui/trainingHarness/page.mjs';

const { values } = parseArgs({
  options: { points: { type: 'string', default: '50000' }, frames: { type: 'string', default: '120' } },
});
const [points, frames] = [Number(values.points), Number(values.frames)];

const browser = await startTrainingBrowser();
try {
  const opened = await browser.open({ points });
  await opened.page.locator('.chart').first().focus();
  const client = await opened.page.context().newCDPSession(opened.page);
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  const zooming = await measure(opened.page, client, ['+', '-']);
  // So that there is something to pan.
  await opened.page.keyboard.press('+');
  const panning = await measure(opened.page, client, ['ArrowLeft', 'ArrowRight']);
  console.log(JSON.stringify({ points, zooming, panning }, undefined, 2));
  await opened.close();
} finally {
  await browser.close();
}

/** One key a frame: some one way, then as many back. */
async function measure(page, client, [there, back]) {
  const keys = Array.from({ length: frames }, (_, i) => (i % 20 < 10 ? there : back));
  const before = await secondsOf(client);
  const between = await page.evaluate(async all => {
    const chart = document.querySelector('.chart');
    const gaps = [];
    let last = await new Promise(resolve => requestAnimationFrame(resolve));
    for (const key of all) {
      const shiftKey = key.startsWith('Arrow');
      chart.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true }));
      const now = await new Promise(resolve => requestAnimationFrame(resolve));
      gaps.push(now - last);
      last = now;
    }
    return gaps;
  }, keys);
  const after = await secondsOf(client);
  const each = name => Number(((1000 * (after[name] - before[name])) / frames).toFixed(1));
  return { cpu: each('TaskDuration'), script: each('ScriptDuration'), between: spread(between) };
}

async function secondsOf(client) {
  const { metrics } = await client.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

function spread(all) {
  const sorted = all.toSorted((a, b) => a - b);
  const at = share =>
    Number(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(1));
  return { median: at(0.5), p95: at(0.95), worst: at(1) };
}
