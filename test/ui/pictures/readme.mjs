// Takes the README's picture of the inspector anew, of the real thing: `npm run package && node test/ui/pictures/readme.mjs`.
// It leaves docs/images/inspector.png: a file of the sample workspace as the starter model sees it, before any training.
import { root } from '../../../scripts/command.mjs';
import { openScene, showInspector } from './scene.mjs';

const editor = await openScene();
try {
  await showInspector(editor.page);
  await editor.page.screenshot({ path: `${root}/docs/images/inspector.png` });
} finally {
  await editor.close();
}
