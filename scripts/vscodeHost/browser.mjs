// A headless Chromium, driven by Playwright.
import { chromium } from 'playwright-core';
import { installChromium } from '../setup/systemPackages.mjs';

/** What has not come by then (ms) never will: longer than any wait on a machine that is busy with something else. */
export const hangTimeout = 300_000;

/**
 * A browser with one page and nothing remembered from earlier runs.
 * @param {{ viewport?: { width: number, height: number } }} [options] size in CSS pixels
 */
export async function startBrowser({ viewport = { width: 1280, height: 800 } } = {}) {
  const browser = await chromium.launch({
    executablePath: await installChromium(),
    // No sandbox: it does not work as root or in most containers, and only our own pages are opened.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
  const page = await browser.newPage({ viewport });
  page.setDefaultTimeout(hangTimeout);
  return { page, stop: () => browser.close() };
}
