/** The script of the page that explains a suggestion. The host's HTML has an empty body; the page makes everything in it. */
import {
  checkExplanationEvent,
  type FromExplanationPage,
  type FromExplanationPanel,
} from '../../protocol/explanation.ts';
import { openHost } from '../kit/channel.ts';
import { ExplanationPage } from './explanationPage.ts';

const host = openHost<FromExplanationPage, FromExplanationPanel>({
  event: checkExplanationEvent,
  answer: () => ({ problem: 'nothing was asked' }),
});
new ExplanationPage(host, document.body).start();
