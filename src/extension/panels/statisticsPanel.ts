import {
  checkStatisticsPageEvent,
  type FromStatisticsPage,
  type FromStatisticsPanel,
} from '../../protocol/statistics.ts';
import type { StatisticsStore } from '../completion/statisticsStore.ts';
import { refuseRequests } from './pageView.ts';
import type { PanelPage } from './panelHost.ts';

/** What became of suggestions: kept up to date while it is shown. */
export function statisticsPage(store: StatisticsStore): PanelPage<FromStatisticsPanel, FromStatisticsPage> {
  return {
    name: 'statistics',
    title: 'Completion Statistics',
    guard: { request: refuseRequests, event: checkStatisticsPageEvent },
    open(view) {
      const tell = () => {
        const { tallies, since } = store.statistics;
        view.tell({ kind: 'statistics', tallies: [...tallies], ...(since !== undefined && { since }) });
      };
      view.hear(event => {
        if (event.kind === 'reset') void store.reset();
        else tell();
      });
      return store.onDidChange(tell);
    },
  };
}
