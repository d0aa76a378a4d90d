/** The script of the page that shows trainings. The host's HTML has an empty body; the page makes everything in it. */
import {
  checkCurves,
  checkTrainingViewEvent,
  type FromTrainingPage,
  type FromTrainingPanel,
} from '../../protocol/trainingView.ts';
import { openHost } from '../kit/channel.ts';
import { TrainingPage } from './trainingPage.ts';

const host = openHost<FromTrainingPage, FromTrainingPanel>({
  event: checkTrainingViewEvent,
  answer: (_, value) => checkCurves(value),
});
new TrainingPage(host, document.body).start();
