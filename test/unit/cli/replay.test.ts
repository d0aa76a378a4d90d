import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { CONTEXTS_FILE } from '../../../src/model/files/ownFiles.ts';
import { cText } from '../training/sources.ts';
import { useTemporaryFolder, writeFiles } from '../temporaryFolder.ts';
import { tinyNetwork, writeProject } from './project.ts';
import { failureOf, jsonLines, outputOf, runCli } from './runCli.ts';

const run = promisify(execFile);

interface Result {
  predictor: string;
  manner?: string;
  way?: string;
  choices?: number;
  characters: number;
  keys: number;
  savedPercent: number;
  shown: number;
  netSeconds: { look: number; key: number; allLooks: number }[];
  milliseconds: object;
}

interface Report {
  typed: string;
  seed: number;
  results: Result[];
  requests: { predictor: string; manner: string; asked: number }[];
}

async function gitIn(cwd: string, args: readonly string[]): Promise<void> {
  const identity = ['-c', 'user.name=A', '-c', 'user.email=a@b.invalid', '-c', 'commit.gpgSign=false'];
  const env = { PATH: process.env['PATH'], HOME: cwd, GIT_CONFIG_SYSTEM: '/dev/null' };
  await run('git', [...identity, ...args], { cwd, env });
}

describe('cellscope replay', () => {
  const folder = useTemporaryFolder();
  let shared: string;
  let project: string;
  let model: string;
  const few = ['--files', '3', '--characters', '200'];

  before(async () => {
    shared = await mkdtemp(path.join(tmpdir(), 'cellscope-replay-'));
    project = path.join(shared, 'project');
    model = path.join(shared, 'model');
    await writeProject(project);
    await outputOf(['train', project, '--out', model, '--epochs', '3', ...tinyNetwork]);
  });
  after(() => rm(shared, { recursive: true, force: true }));

  async function reportOf(...args: string[]): Promise<Report> {
    const [report, ...rest] = jsonLines(await outputOf(['replay', model, ...args, '--json']));
    assert.deepEqual(rest, []);
    return report as unknown as Report;
  }

  async function git(...args: string[]): Promise<void> {
    await gitIn(folder.path, args);
  }

  async function commit(files: Record<string, string>): Promise<void> {
    await writeFiles(folder.path, files);
    await git('add', '-A');
    await git('commit', '-q', '-m', 'a change');
  }

  it('prints one JSON object with every manner and what it is compared with', async () => {
    const report = await reportOf(project, ...few);
    assert.deepEqual(Object.keys(report), [
      'model',
      'typed',
      'isInTime',
      'seed',
      'words',
      'results',
      'requests',
    ]);
    const players = report.results.map(({ predictor, manner, way, choices }) =>
      [predictor, manner, way, choices].filter(each => each !== undefined).join(' '),
    );
    assert.deepEqual(players, [
      'mix quiet whole',
      'mix quiet words',
      'mix eager whole',
      'mix eager words',
      'net quiet whole',
      'net eager whole',
      'contexts quiet whole',
      'contexts eager whole',
      'wordList 1',
      'wordList 3',
    ]);
    assert.deepEqual(
      report.requests.map(({ predictor, manner }) => [predictor, manner]),
      [
        ['mix', 'onRequest'],
        ['net', 'onRequest'],
        ['contexts', 'onRequest'],
      ],
    );
    for (const { characters, keys, savedPercent, netSeconds } of report.results) {
      assert.ok(characters >= 600 && keys <= characters, `${characters} ${keys}`);
      assert.equal(savedPercent, (100 * (characters - keys)) / characters);
      assert.equal(netSeconds.length, 9);
    }
  });

  it('types the same with the same seed, and other places with another', async () => {
    const options = [...few, '--manner', 'eager', '--way', 'whole'];
    const typed = async (seed: string) => {
      const report = await reportOf(project, ...options, '--seed', seed);
      return report.results.map(result => ({ ...result, milliseconds: undefined }));
    };
    assert.deepEqual(await typed('4'), await typed('4'));
    assert.notDeepEqual(await typed('4'), await typed('5'));
  });

  it('plays only what is asked for', async () => {
    const options = ['--manner', 'quiet', '--way', 'words', '--predictor', 'contexts'];
    const { results, requests } = await reportOf(project, ...few, ...options);
    assert.deepEqual(
      results.map(({ predictor, manner, way }) => [predictor, manner, way]),
      [
        ['contexts', 'quiet', 'words'],
        ['wordList', undefined, undefined],
        ['wordList', undefined, undefined],
      ],
    );
    assert.deepEqual(requests, []);
  });

  it('types with the network alone, and says so, where nothing else is kept', async () => {
    const alone = path.join(folder.path, 'alone');
    await cp(model, alone, { recursive: true });
    await rm(path.join(alone, CONTEXTS_FILE));
    const { status, stdout, stderr } = await runCli(['replay', alone, project, ...few, '--json']);
    assert.equal(status, 0, stderr);
    assert.match(
      stderr,
      /^cellscope: Beside the model in .*alone no names and phrases of its files are kept: the network is used alone\..*\n$/,
    );
    const { results } = jsonLines(stdout)[0] as unknown as Report;
    assert.deepEqual([...new Set(results.map(({ predictor }) => predictor))], ['net', 'wordList']);
    const mix = ['replay', alone, project, '--predictor', 'mix'];
    assert.match(await failureOf(mix, 2), /--predictor is "mix"; choose net\./);
  });

  it('gives the list the words of a folder', async () => {
    await writeFiles(folder.path, { 'held/a.c': 'int unusual_name;\nint unusual_name;\n' });
    const keys = async (...args: string[]) => {
      const { results } = await reportOf(
        path.join(folder.path, 'held'),
        '--manner',
        'quiet',
        '--way',
        'whole',
        ...args,
      );
      return results.find(({ choices }) => choices === 1)!.keys;
    };
    await writeFiles(folder.path, { 'words/b.c': 'x = unusual_name;\n' });
    const alone = await keys();
    assert.equal(await keys('--words', path.join(folder.path, 'words')), alone - 'nusual_name'.length + 1);
  });

  it('prints tables for people', async () => {
    const text = await outputOf(['replay', model, project, ...few]);
    assert.match(text, /^Typed [\d,]+ characters of 3 files \(of 12\); seed 1\.\n/);
    assert.match(text, /^ +saved +shown in 100 keys +on screen +right +median length +p50 +p95$/m);
    assert.match(text, /^mix, eager, by words +-?[\d.]+ %/m);
    assert.match(text, /^word list, first 3 +[\d.]+ %/m);
    assert.match(text, /^Seconds saved in 1,000 characters/m);
    assert.match(text, /^contexts, onRequest +\d/m);
  });

  it('says what is wrong', async () => {
    assert.match(await failureOf(['replay', model], 2), /FOLDER is missing/);
    assert.match(
      await failureOf(['replay', model, project, '--manner', 'loud'], 2),
      /choose quiet, eager, onRequest/,
    );
    assert.match(await failureOf(['replay', model, project, '--way', 'all'], 2), /choose whole, words/);
    assert.match(
      await failureOf(['replay', model, project, '--predictor', 'x'], 2),
      /--predictor is "x"; choose mix, net, contexts/,
    );
    assert.match(await failureOf(['replay', model, project, '--files', '0'], 2), /--files is "0"/);
    assert.match(await failureOf(['replay', model, folder.path], 1), /has no C or LaTeX files/);
    assert.match(await failureOf(['replay', model, project, '--history', 'x'], 2), /one argument too many/);
  });

  describe('of a history', () => {
    const options = ['--manner', 'eager', '--way', 'whole'];

    beforeEach(async () => {
      await git('init', '-q');
      const lines = cText(1).split('\n');
      await commit({ 'a.c': lines.join('\n'), 'notes.txt': 'not typed\n' });
      lines.splice(3, 1, 'int first_change;', 'int second_change;');
      await commit({ 'a.c': lines.join('\n'), 'notes.txt': 'not typed either\n' });
      await commit({ 'new name.h': '#define WIDTH 3\n' });
    });

    it('types what the latest commits wrote, and deletes what they deleted', async () => {
      const { typed, results } = await reportOf('--history', folder.path, '--commits', '2', ...options);
      assert.match(typed, /^Did 2 edits of the latest 2 commits in 2 files/);
      assert.equal(results[0].predictor, 'mix');
      const least = 'int second_change;'.length + '#define WIDTH 3'.length;
      assert.ok(results[0].characters >= least && results[0].characters < 70, `${results[0].characters}`);
    });

    it('types so many characters of each file of a commit', async () => {
      const { results } = await reportOf('--history', folder.path, '--characters', '5', ...options);
      assert.equal(results.at(-1)!.characters, 15);
    });

    it('runs nothing that the repository names', async () => {
      const marker = path.join(folder.path, 'marker');
      const evil = `sh -c 'echo run >> ${marker}'`;
      await commit({ '.gitattributes': '*.c diff=evil\n*.h diff=evil\n' });
      for (const key of [
        'diff.external',
        'diff.evil.command',
        'diff.evil.textconv',
        'core.fsmonitor',
        'core.pager',
        'core.sshCommand',
        'core.editor',
      ])
        await git('config', key, evil);
      const { results } = await reportOf('--history', folder.path, ...options);
      assert.ok(results[0].characters > 40);
      assert.equal(existsSync(marker), false);
    });

    it('says what is wrong', async () => {
      const failure = (where: string) => failureOf(['replay', model, '--history', where], 1);
      const nowhere = { env: { PATH: '/nowhere' } };
      assert.match(
        await failureOf(['replay', model, '--history', folder.path], 1, nowhere),
        /no git program on the path/,
      );
      assert.match(await failure(shared), /not a git repository.*Give a folder of a git repository/i);
      assert.match(await failure(path.join(shared, 'none')), /history of .*none cannot be read/);
    });

    it('says that commits changed nothing to type', async () => {
      await commit({ 'notes.txt': 'once more\n' });
      await git('checkout', '-q', '--orphan', 'empty');
      await git('rm', '-q', '-rf', '.');
      await commit({ 'notes.txt': 'alone\n' });
      assert.match(
        await failureOf(['replay', model, '--history', folder.path], 1),
        /changed no file that can be typed/,
      );
    });
  });

  it('--help says how it is used', async () => {
    assert.match(await outputOf(['replay', '--help']), /^Usage: cellscope replay MODEL FOLDER/);
  });
});
