import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { shellWord } from '../../../src/cli/base/output.ts';
import { isUnseen } from '../../../src/protocol/plainText.ts';
import { useTemporaryFolder, writeFiles } from '../temporaryFolder.ts';
import { tinyNetwork, writeProject } from './project.ts';
import { type CliResult, runCli } from './runCli.ts';

/** Clears the screen, breaks the line, turns the direction of writing, hides what follows, and is half a character. */
const HOSTILE = 'a\u001b[2J\u001b]0;title\u0007\nb\r\u202ec\u2066\u200b\u009b31m\u2028\u{e0041}';

/** As a file's name may have it: no more than 255 bytes. */
const FILE = `${HOSTILE}.c`;

/** Makes the command believe that it prints on a terminal. */
const terminal = {
  NODE_OPTIONS: '--import=data:text/javascript,process.stdout.isTTY=process.stderr.isTTY=true',
  NO_COLOR: '',
};

/** What is left when our own commands to the terminal are taken out: two styles, colours, and the line written over. */
function withoutOurs(output: string): string {
  // oxlint-disable-next-line no-control-regex -- they begin with it
  return output.replaceAll(/\u001b\[(?:2|22|0|[34]8;2;\d+;\d+;\d+)m|\r\u001b\[K/g, '');
}

function assertSeen(output: string, about: string): void {
  const unseen = Array.from(withoutOurs(output)).filter(
    character => character !== '\n' && character !== '\t' && isUnseen(character),
  );
  assert.deepEqual(unseen, [], about);
}

/** All that a command prints, on either stream. */
async function onTerminal(args: readonly string[], status: number): Promise<CliResult> {
  const result = await runCli(args, { env: terminal });
  const output = result.stdout + result.stderr;
  assert.equal(result.status, status, `${JSON.stringify(args)}: ${output}`);
  assertSeen(output, `${JSON.stringify(args)} printed ${JSON.stringify(output)}`);
  return result;
}

describe('what goes to a terminal', () => {
  const folder = useTemporaryFolder();
  let shared: string;
  let project: string;
  let model: string;
  let training: CliResult;

  /** A project whose files have names and texts to beware of, and a model of it that has learnt nothing yet. */
  before(async () => {
    shared = await mkdtemp(path.join(tmpdir(), 'cellscope-terminal-'));
    project = path.join(shared, 'project');
    model = path.join(shared, 'model');
    await writeProject(project, 2);
    await writeFiles(project, {
      [FILE]: `/* ${HOSTILE.repeat(40)} */\n`,
      [`binary${FILE}`]: Uint8Array.of(0, 1, 2),
    });
    training = await onTerminal(['train', project, '--out', model, '--epochs', '0', ...tinyNetwork], 0);
  });
  after(() => rm(shared, { recursive: true, force: true }));

  it('shows the names of files that were left out', () => {
    assert.match(training.stderr, /left out binarya\\u001b\[2J.*\\nb\\r\\u202ec.*\.c: it has NUL bytes/);
  });

  it('shows what a model has learnt from such files, and the files themselves', async () => {
    const draw = ['sample', model, '--length', '300', '--temperature', '20'];
    const { stdout } = await onTerminal(draw, 0);
    assert.match(stdout, /\\u001b/);
    await onTerminal([...draw, '--count', '2', '--prime', HOSTILE], 0);
    await onTerminal([...draw, '--json'], 0);
    const file = path.join(project, FILE);
    await onTerminal(['complete', model, file, '--offset', '60', '--temperature', '20'], 0);
    for (const format of ['ansi', 'html', 'json'])
      await onTerminal(['activations', model, file, '--cell', '1.0', '--format', format], 0);
    await onTerminal(['cells', model, project], 0);
    await onTerminal(['eval', model, project], 0);
  });

  it('shows what was given on the command line, in one line', async () => {
    const missing = path.join(folder.path, FILE, 'none');
    const commands = [
      [HOSTILE],
      ['train', 'x', HOSTILE],
      ['train', 'x', '--out', 'y', `--${HOSTILE}`],
      ['train', 'x', '--out', 'y', '--cell', HOSTILE],
      ['train', missing, '--out', path.join(folder.path, 'out')],
      ['train', project, '--out', path.join(model, 'model.json', HOSTILE)],
      ['sample', 'x', '--length', HOSTILE],
      ['sample', missing],
      ['eval', model, missing],
      ['cells', model, project, '--feature', HOSTILE],
      ['complete', model, missing, '--offset', '1'],
      ['activations', model, missing, '--cell', '1.0'],
      ['bench', '--engine', HOSTILE],
    ];
    for (const args of commands) {
      const { status, stderr } = await runCli(args, { env: terminal });
      assert.ok(status === 1 || status === 2, `${JSON.stringify(args)}: ${status}`);
      assert.match(stderr, /^cellscope: [^\n]+\n$/, JSON.stringify(args));
      assertSeen(stderr, JSON.stringify(args));
    }
  });

  it('shows what the files of a model say, and no more of it than a person reads', async () => {
    const json = await readFile(path.join(model, 'model.json'), 'utf8');
    for (const name of await readdir(model))
      await writeFiles(folder.path, { [name]: await readFile(path.join(model, name)) });
    for (const text of [HOSTILE, `${HOSTILE}${'x'.repeat(200_000)}`]) {
      const damaged = JSON.parse(json) as { training: { settings: { cell: string } } };
      damaged.training.settings.cell = text;
      await writeFiles(folder.path, { 'model.json': JSON.stringify(damaged) });
      const resume = ['train', project, '--out', folder.path, '--resume', '--epochs', '2'];
      const { stderr } = await onTerminal(resume, 1);
      assert.match(stderr, /^cellscope: [^\n]{1,2000}\n$/);
    }
  });

  it('shows who holds the lock of a model', async () => {
    const holder = { id: 'x', pid: process.pid, host: hostname(), name: `${HOSTILE}${'y'.repeat(200)}` };
    await writeFiles(folder.path, { 'training.lock': JSON.stringify(holder) });
    const { stderr } = await onTerminal(['train', project, '--out', folder.path, '--epochs', '0'], 1);
    assert.match(stderr, /^cellscope: a\\u001b\[2J[^\n]{1,2000}training\.lock\.\n$/);
  });

  const itOnLinux = process.platform === 'linux' ? it : () => {};
  itOnLinux('says in one line that the output cannot be written', async () => {
    const full = await open('/dev/full', 'w');
    const child = spawn(process.execPath, ['dist/cli.js', '--help'], { stdio: ['ignore', full.fd, 'pipe'] });
    let stderr = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const [status] = (await once(child, 'close')) as [number];
    await full.close();
    assert.match(stderr, /^cellscope: The output cannot be written: ENOSPC: [^\n]*\n$/);
    assert.equal(status, 1);
  });

  it('is the bytes themselves where it goes into a pipe', async () => {
    const { stdout } = await runCli(['sample', model, '--length', '0', '--prime', HOSTILE]);
    assert.equal(stdout, `${HOSTILE}\n`);
    const drawn = await runCli(['sample', model, '--length', '300', '--temperature', '20']);
    assert.ok(drawn.stdout.includes('\u001b'));
  });
});

describe('shellWord', () => {
  it('quotes what a shell would not take as one word', () => {
    assert.equal(shellWord('../my-project/src_1'), '../my-project/src_1');
    assert.equal(shellWord("it's a; project"), String.raw`'it'\''s a; project'`);
    for (const text of ['$(reboot)', '`x`', 'a b', 'a\nb', '~x', '*', 'a&b', '']) {
      assert.equal(shellWord(text), `'${text}'`);
    }
  });
});

describe('output.ts', () => {
  it('is the one way out of the commands', async () => {
    const names = await readdir('src/cli', { recursive: true });
    // It speaks to the process that started it, which shows nothing of that.
    const elsewhere = names.filter(
      name =>
        name.endsWith('.ts') &&
        ![path.join('base', 'output.ts'), path.join('bench', 'contestant.ts')].includes(name),
    );
    assert.ok(elsewhere.length > 20);
    for (const name of elsewhere)
      assert.doesNotMatch(
        await readFile(path.join('src/cli', name), 'utf8'),
        /std(?:out|err)\.write|console\./,
        name,
      );
  });
});
