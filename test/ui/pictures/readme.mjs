// Takes the README's pictures anew, of the real thing: `npm run package && node test/ui/pictures/readme.mjs [SECONDS]`.
// It trains on the sample workspace for SECONDS (15) and leaves docs/images/suggestion.png and inspector.png.
import { mkdir } from 'node:fs/promises';
import { root } from '../../../scripts/command.mjs';
import { openScene, showInspector, showSuggestion, startOver, train } from './scene.mjs';

const seconds = Number(process.argv[2] ?? 15);

const editor = await openScene({ seconds });
const { page } = editor;
const picture = name => page.screenshot({ path: `${root}/docs/images/${name}.png` });

try {
  await mkdir(`${root}/docs/images`, { recursive: true });
  await train(page, seconds);
  await showSuggestion(page);
  await picture('suggestion');
  await startOver(page);
  await showInspector(page);
  await picture('inspector');
} finally {
  await editor.close();
}
