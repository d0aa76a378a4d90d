// Takes the README's picture of the inspector anew, of the real thing: `npm run package && node test/ui/pictures/readme.mjs
// [SECONDS]`. It trains on the sample workspace for SECONDS (15) and leaves docs/images/inspector.png.
import { root } from '../../../scripts/command.mjs';
import { openScene, showInspector, train } from './scene.mjs';

const seconds = Number(process.argv[2] ?? 15);

const editor = await openScene({ seconds });
try {
  await train(editor.page, seconds);
  await showInspector(editor.page);
  await editor.page.screenshot({ path: `${root}/docs/images/inspector.png` });
} finally {
  await editor.close();
}
