// Takes the pictures of the walkthrough anew, of the real thing in both themes:
// `npm run package && node test/ui/pictures/walkthrough.mjs`. It leaves media/walkthrough/STEP-THEME.png.
import path from 'node:path';
import { root } from '../../../scripts/command.mjs';
import { runCommand } from '../editorPage.mjs';
import { atRest, openScene, showInspector, showSuggestion, startOver, themes } from './scene.mjs';

const viewport = { width: 860, height: 540 };
/** Of the training that is shown on its way. */
const seconds = 30;

for (const theme of Object.keys(themes)) await takePictures(theme);

async function takePictures(theme) {
  const editor = await openScene({ theme, seconds, viewport });
  const { page } = editor;
  const picture = step =>
    page.screenshot({ path: path.join(root, `media/walkthrough/${step}-${theme}.png`) });
  try {
    await showInspector(page);
    await picture('cell');
    await runCommand(page, 'View: Close Editors in Other Groups');
    await showSuggestion(page);
    await picture('suggestion');
    await page.keyboard.press('Tab');
    await runCommand(page, 'Cellscope: Explain Last Suggestion');
    const explanation = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await explanation.locator('main').waitFor();
    await atRest(page);
    await picture('sure');
    await runCommand(page, 'View: Close Editors in Other Groups');
    await startOver(page);
    await runCommand(page, 'Cellscope: Train on Workspace');
    await runCommand(page, 'Cellscope: Show Training');
    await page
      .getByText(/Cellscope: (4|5)\d%/)
      .first()
      .waitFor();
    await runCommand(page, 'Notifications: Clear All Notifications');
    const training = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await training
      .getByRole('heading', { name: /^Loss/ })
      .first()
      .evaluate(heading => heading.scrollIntoView({ block: 'start' }));
    await picture('own');
  } finally {
    await editor.close();
  }
}
