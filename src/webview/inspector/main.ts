/** The inspector's script. The host's HTML has an empty body; the page makes everything in it. */
import type { FromPage, FromPanel } from '../../protocol/inspector.ts';
import { checkHostAnswer, checkHostEvent } from '../../protocol/inspectorChecks.ts';
import { openHost } from '../kit/channel.ts';
import { InspectorPage } from './inspectorPage.ts';

const host = openHost<FromPage, FromPanel>({ event: checkHostEvent, answer: checkHostAnswer });
new InspectorPage(host, document.body).start();
