/** The lab's script. The host's HTML has an empty body; the page makes everything in it. */
import type { FromLabPage, FromLabPanel } from '../../protocol/lab.ts';
import { checkLabAnswer, checkLabPanelEvent } from '../../protocol/labChecks.ts';
import { openHost } from '../kit/channel.ts';
import { LabPage } from './labPage.ts';

const host = openHost<FromLabPage, FromLabPanel>({ event: checkLabPanelEvent, answer: checkLabAnswer });
new LabPage(host, document.body).start();
