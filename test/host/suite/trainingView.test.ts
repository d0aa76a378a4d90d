import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Exchange } from '../../../src/extension/panels/pageView.ts';
import type { RunCurves } from '../../../src/protocol/runs.ts';
import type { CurvesRequest, TrainingViewEvent } from '../../../src/protocol/trainingView.ts';
import { cellscope, next, until, withSetting } from './cellscope.ts';

type RunsTold = { told: Extract<TrainingViewEvent, { kind: 'runs' }> };
type CurvesBrought = { asked: CurvesRequest; answer: RunCurves };

const areRuns = (exchange: Exchange): exchange is RunsTold =>
  'told' in exchange && exchange.told.kind === 'runs';
const areCurves = (exchange: Exchange): exchange is CurvesBrought =>
  'answer' in exchange && exchange.asked.kind === 'curves';

/** After the tests of training, which have left a model and the history of its run. */
describe('the page that shows trainings', () => {
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('is told of the runs that are kept, and is brought their curves', async () => {
    const { trainingPage } = await cellscope();
    const told = next(trainingPage.onDidExchange, areRuns);
    const brought = next(trainingPage.onDidExchange, areCurves);
    await vscode.commands.executeCommand('cellscope.showTraining');
    const { runs, folders } = (await told).told;
    assert.deepEqual(folders, [{ key: 'workspace', name: '', problems: [] }]);
    assert.ok(runs.length > 0);
    assert.equal(runs[0].settings.hiddenSize, 64);
    const { asked, answer } = await brought;
    assert.ok(runs.some(({ id }) => id === asked.id));
    assert.ok(answer.step.length > 0 && answer.step.length === answer.trainLoss.length);
    assert.ok(answer.trainLoss.every(loss => loss > 0));
  });

  it('sees a run that begins, and its curves as they grow', async () => {
    const { trainingPage, training } = await cellscope();
    const begun = next(trainingPage.onDidExchange, isOfNew);
    let outcome: ReturnType<typeof training.train> | undefined;
    await withSetting('cellscope.training.epochs', 100_000, async () => {
      outcome = training.train('update');
      const [{ id }] = (await begun).told.runs;
      await next(
        trainingPage.onDidExchange,
        exchange => areCurves(exchange) && exchange.asked.id === id && exchange.asked.had.points > 0,
      );
      trainingPage.receive({ event: { kind: 'stop' } });
      assert.equal((await outcome)?.reason, 'cancelled');
    });
    await until(() => training.state.phase === 'idle');
    await vscode.commands.executeCommand('cellscope.discardUpdate');
  });
});

function isOfNew(exchange: Exchange): exchange is RunsTold {
  return areRuns(exchange) && exchange.told.runs[0]?.standing === 'training';
}
