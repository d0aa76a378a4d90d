// Takes the README's moving picture anew, of the real thing: `npm run package && node test/ui/pictures/moving.mjs`. It
// needs ffmpeg, which puts the pictures together, and leaves docs/images/first-minute.gif: a suggestion that is taken, a
// file coloured by its quote cell and by others, and a training on its way.
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Failure, findOnPath, root, run, runScript } from '../../../scripts/command.mjs';
import { runCommand } from '../editorPage.mjs';
import { openScene, showInspector, showSuggestion, startOver } from './scene.mjs';

/** Pictures a second of what is shown. */
const RATE = 8;
/** CSS pixels. */
const viewport = { width: 960, height: 560 };
const target = path.join(root, 'docs/images/first-minute.gif');

/** The pictures of a folder, numbered. */
class Film {
  #page;
  #folder;
  #count = 0;

  constructor(page, folder) {
    this.#page = page;
    this.#folder = folder;
  }

  /** What is on the screen, for so many seconds. */
  async show(seconds) {
    const picture = await this.#page.screenshot();
    for (let i = 0; i < Math.max(1, Math.round(seconds * RATE)); i++)
      await writeFile(path.join(this.#folder, `${String(this.#count++).padStart(4, '0')}.png`), picture);
  }
}

await runScript(async () => {
  if (!findOnPath('ffmpeg'))
    throw new Failure('There is no ffmpeg here. Install it, for example: apt-get install ffmpeg');
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cellscope-moving-'));
  const editor = await openScene({ viewport, seconds: 20 });
  try {
    await play(editor.page, new Film(editor.page, folder));
    const colours =
      'split[a][b];[a]palettegen=max_colors=96[p];[b][p]paletteuse=dither=none:diff_mode=rectangle';
    const input = ['-framerate', String(RATE), '-i', path.join(folder, '%04d.png')];
    const status = await run('ffmpeg', ['-y', '-loglevel', 'error', ...input, '-vf', colours, target]);
    if (status !== 0) throw new Failure('ffmpeg failed.');
    console.log(`${path.relative(root, target)}, ${((await stat(target)).size / 1e6).toFixed(2)} MB`);
  } finally {
    await editor.close();
    await rm(folder, { recursive: true, force: true });
  }
});

async function play(page, film) {
  await showSuggestion(page);
  await film.show(2);
  await page.keyboard.press('Tab');
  await film.show(1.2);
  await startOver(page);
  const view = await showInspector(page);
  await film.show(2.5);
  await view.locator('.cells').focus();
  for (let cells = 0; cells < 3; cells++) {
    await page.keyboard.press('ArrowDown');
    await film.show(0.8);
  }
  await runCommand(page, 'View: Close Editors in Other Groups');
  await runCommand(page, 'Cellscope: Train on Workspace');
  await runCommand(page, 'Cellscope: Show Training');
  await page
    .getByText(/Cellscope: 1\d%/)
    .first()
    .waitFor();
  for (let pictures = 0; pictures < 10; pictures++) await film.show(1 / RATE);
  await page
    .getByText(/Cellscope: [56]\d%/)
    .first()
    .waitFor();
  await film.show(2);
}
