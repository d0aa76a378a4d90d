// The page that shows trainings in plain Chromium, with a host that has made-up runs.
import { startPageBrowser, tell as tellPage } from '../pageHarness/pageBrowser.mjs';
import { makeCurves, runsEvent, trainingEvent } from './runs.mjs';

/** Its `open` takes the points of each run and what the page is told first, beside what other pages take. */
export async function startTrainingBrowser() {
  const browser = await startPageBrowser('training', new URL('runsHost.js', import.meta.url));
  return {
    close: () => browser.close(),
    async open({ points = 480, events = [runsEvent, trainingEvent], ...options } = {}) {
      const prepare = page =>
        page.addInitScript(`window.makeCurves = ${String(makeCurves)}; window.pointsOfRuns = ${points};`);
      const opened = await browser.open({ width: 1100, height: 900, ...options, prepare });
      for (const event of events) await tell(opened.page, event);
      return opened;
    },
  };
}

/** As the host tells it; resolves when it is drawn. */
export async function tell(page, event) {
  await tellPage(page, event);
  await drawn(page);
}

/** After the page has drawn what it was told and what it has asked for. */
export async function drawn(page) {
  await page.evaluate(async () => {
    for (let i = 0; i < 5; i++) await new Promise(resolve => requestAnimationFrame(resolve));
  });
}

/** The events that the page has told. */
export const said = page =>
  page.evaluate(() => window.said.filter(message => message.event).map(({ event }) => event));
