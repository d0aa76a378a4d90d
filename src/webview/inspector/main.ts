/** The inspector's script. The host's HTML has an empty body; the page makes everything in it. */
import { openHostChannel } from '../kit/hostChannel.ts';
import { InspectorPage } from './inspectorPage.ts';

new InspectorPage(openHostChannel(), document.body).start();
