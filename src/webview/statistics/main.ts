/** The script of the page with statistics. The host's HTML has an empty body; the page makes everything in it. */
import {
  checkStatisticsEvent,
  type FromStatisticsPage,
  type FromStatisticsPanel,
} from '../../protocol/statistics.ts';
import { openHost } from '../kit/channel.ts';
import { StatisticsPage } from './statisticsPage.ts';

const host = openHost<FromStatisticsPage, FromStatisticsPanel>({
  event: checkStatisticsEvent,
  answer: () => ({ problem: 'nothing was asked' }),
});
new StatisticsPage(host, document.body).start();
