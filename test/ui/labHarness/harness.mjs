// Opens the lab's page in plain Chromium, without VS Code: the built script and style under the content security policy
// of the real host, the real worker of the lab behind it, and a few lines in the place of its panel.
//
//   node test/ui/labHarness/harness.mjs OUT_DIR [LESSON[,SETTING=CHOICE...] ...]     works each through and writes pictures in every theme and several widths
// `npm run build` must have run.
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { root } from '../../../scripts/command.mjs';
import { startPageBrowser } from '../pageHarness/pageBrowser.mjs';
import { setTheme } from '../pageHarness/pageThemes.mjs';

const inRoot = asset => path.join(root, asset);

/** In the place of the panel: passes on what the page asks, and says what the panel would. */
class FakePanel {
  /** What the page asked to be kept: name, format and content. */
  kept = [];
  links = [];
  #send;
  #worker;
  #work;
  #nextId = 1_000_000;
  #surroundings;

  constructor({ send, folder, selection }) {
    this.#send = send;
    this.#worker = new Worker(inRoot('dist/labWorker.js'), {
      workerData: {
        kernelDirectory: inRoot('media/kernels'),
        sampleDirectory: inRoot('media/lab'),
        modelDirectory: inRoot('out/no-model'),
        engine: 'auto',
      },
    });
    this.#surroundings = {
      folders: folder ? [{ path: folder, exclude: [] }] : [],
      include: [],
      ...(selection && { selection }),
    };
    this.#worker.on('message', message => this.#fromWorker(message));
  }

  tell(event) {
    this.#send({ event });
  }

  ask(kind) {
    this.#toWorker({ ask: this.#nextId++, request: { kind } });
  }

  receive(message) {
    const { ask, request } = message;
    if (!request) return 'cancel' in message && this.#toWorker(message);
    const answer = given => this.#send({ answered: ask, answer: given });
    switch (request.kind) {
      case 'work':
        this.#work = this.#nextId++;
        this.#toWorker({ ask: this.#work, request });
        return answer();
      case 'stop':
        this.#toWorker({ cancel: this.#work });
        return answer();
      case 'open':
        return this.#toWorker({ ask, request: { ...request, surroundings: this.#surroundings } });
      case 'export':
        this.kept.push({
          ...request,
          content: typeof request.content === 'string' ? request.content : Object.values(request.content),
        });
        return answer(true);
      case 'copyLink':
        this.links.push(request.state);
        return answer();
      case 'saveState':
        return answer(true);
      case 'openState':
        return answer(undefined);
      default:
        return this.#toWorker(message);
    }
  }

  #toWorker(message) {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin to name
    this.#worker.postMessage(message);
  }

  async close() {
    await this.#worker.terminate();
  }

  #fromWorker(message) {
    if (message.answered === this.#work && this.#work) this.tell({ kind: 'ended', look: message.answer });
    else if (message.failed === this.#work && this.#work)
      this.tell({ kind: 'ended', message: message.error.message });
    else this.#send(message);
  }
}

/** Starts a browser; `open` gives windows of it with a lab each. */
export async function startLabBrowser() {
  const browser = await startPageBrowser('lab', new URL('bridgeHost.js', import.meta.url));
  return {
    close: () => browser.close(),
    /** `state` is what was saved of the page, `folder` the workspace, `selection` what is selected in the editor. */
    async open({ state, folder, selection, ...options } = {}) {
      let panel;
      const opened = await browser.open({
        ...options,
        async prepare(page) {
          const send = message =>
            page.evaluate(sent => window.postMessage(sent, '*'), message).catch(() => {});
          panel = new FakePanel({ send, folder, selection });
          await page.exposeFunction('toPanel', message => panel.receive(message));
          if (state)
            await page.addInitScript(saved => {
              if (!sessionStorage.getItem('keep')) sessionStorage.setItem('state', JSON.stringify(saved));
            }, state);
        },
      });
      return {
        page: opened.page,
        problems: opened.problems,
        panel,
        async close() {
          await opened.close();
          await panel.close();
        },
      };
    },
  };
}

/** The lesson is open and its figures are on the page. */
export async function waitForLesson(page, name) {
  await page.locator(`main[data-lesson="${name}"] .figure`).first().waitFor();
}

/** Does what the button says, to its end. */
export async function work(page) {
  const button = page.locator('#deed');
  if (!(await button.isVisible())) return;
  await button.click();
  await page.locator('main[data-work="done"]').waitFor();
}

/** Theme and width of each picture. */
const looks = [
  ['dark', 1200],
  ['light', 1000],
  ['hc-dark', 900],
  ['hc-light', 400],
  ['dark', 320],
];

async function takePictures([target = 'out/pictures', ...names]) {
  await mkdir(target, { recursive: true });
  const browser = await startLabBrowser();
  const folder = path.join(root, 'samples/workspace');
  const text = await readFile(path.join(folder, 'src/registry.c'), 'utf8').catch(
    () => 'int main(void) { return 0; }\n',
  );
  const selection = { path: 'registry.c', text: text.slice(0, 600) };
  for (const wanted of names) {
    const [name, ...settings] = wanted.split(',');
    const values = Object.fromEntries(settings.map(setting => setting.split('=')));
    const state = { version: 1, lesson: name, values, seed: 1 };
    const opened = await browser.open({ state, folder, selection });
    const { page, problems } = opened;
    await waitForLesson(page, name).catch(error => problems.push(String(error)));
    const start = performance.now();
    await work(page).catch(error => problems.push(String(error)));
    console.log(name, `${((performance.now() - start) / 1000).toFixed(1)} s`, ...problems);
    for (const [theme, width] of looks) {
      await setTheme(page, theme);
      await page.setViewportSize({ width, height: 900 });
      // Pictures are drawn anew in the next frame.
      await page.evaluate(
        () => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
      await page.screenshot({ path: path.join(target, `${wanted}-${theme}-${width}.png`), fullPage: true });
    }
    await opened.close();
  }
  await browser.close();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await takePictures(process.argv.slice(2));
