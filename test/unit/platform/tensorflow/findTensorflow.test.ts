import assert from 'node:assert/strict';
import os from 'node:os';
import path from 'node:path';
import { UserError } from '../../../../src/model/base/userError.ts';
import { findTensorflow, placesToLook } from '../../../../src/platform/node/tensorflow/findTensorflow.ts';
import { useTemporaryFolder, writeFiles } from '../../temporaryFolder.ts';

/** A package that does what is used of it; its library can be told by its version. */
const working = (product: number, version = '4.22.0') => `
const tensor = { matMul: () => tensor, dataSync: () => [${product}], dispose() {} };
exports.version = { 'tfjs-node': '${version}' };
exports.tensor2d = () => tensor;
exports.backend = () => ({ binding: { TF_Version: '2.9.1' } });`;

describe('findTensorflow', () => {
  const folder = useTemporaryFolder();

  async function writePackage(place: string, code: string): Promise<void> {
    await writeFiles(path.join(folder.path, place, '@tensorflow/tfjs-node'), {
      'package.json': '{"name":"@tensorflow/tfjs-node","main":"index.js"}',
      'index.js': code,
    });
  }

  for (const [what, place] of [
    ['a folder that has a node_modules', ''],
    ['a node_modules', 'node_modules'],
    ['the package itself', 'node_modules/@tensorflow/tfjs-node'],
  ] as const)
    it(`takes ${what}`, async () => {
      await writePackage('node_modules', working(11));
      const settingPath = path.join(folder.path, place);
      const found = findTensorflow({ settingPath, workspaceFolders: [] });
      assert.equal(found.version, '4.22.0');
      assert.equal(found.folder, path.join(folder.path, 'node_modules/@tensorflow/tfjs-node'));
      assert.equal(found.binding.TF_Version, '2.9.1');
    });

  it('takes the next one where the first is broken', async () => {
    await writePackage('one/node_modules', 'throw new Error("no library");');
    await writePackage('two/node_modules', working(11));
    const [one, two] = ['one', 'two'].map(name => path.join(folder.path, name));
    assert.ok(findTensorflow({ workspaceFolders: [one], storage: two }).folder.startsWith(two));
  });

  it('says in one line what is missing, where it looked, and what to do', () => {
    const message = failure(folder.path);
    assert.ok(message.includes(`it was not found in ${path.join(folder.path, 'node_modules')}.`));
    assert.match(message, /command "Cellscope: Install TensorFlow Engine".*cellscope\.tensorflow\.path;/);
    assert.match(message, /in a terminal run npm install @tensorflow\/tfjs-node\.$/);
    assert.ok(!message.includes('\n'));
  });

  it('says what is wrong with a broken one', async () => {
    await writePackage('node_modules', 'throw new Error("tfjs_binding.node can not be found\\nat a place");');
    assert.match(failure(folder.path), /does not work here \(tfjs_binding\.node can not be found\)/);
  });

  it('says that one is empty, or damaged', async () => {
    await writePackage('node_modules', '');
    assert.match(failure(folder.path), /does not work here \(it is not whole/);
    const name = 'node_modules/@tensorflow/tfjs-node';
    await writeFiles(path.join(folder.path, 'damaged', name), { 'package.json': '{"name":' });
    assert.match(failure(path.join(folder.path, 'damaged')), /does not work here \(.*package\.json/);
    await writeFiles(path.join(folder.path, 'null'), { 'package.json': 'null' });
    assert.match(failure(path.join(folder.path, 'null')), /it was not found in/);
  });

  it('keeps the warnings to itself that a second one makes', async () => {
    await writePackage('node_modules', `console.warn('The kernel Abs is there.');${working(11)}`);
    const { warn } = console;
    const warnings: unknown[] = [];
    const listen = (text: unknown) => warnings.push(text);
    console.warn = listen;
    try {
      findTensorflow({ settingPath: folder.path, workspaceFolders: [] });
      assert.equal(console.warn, listen);
    } finally {
      console.warn = warn;
    }
    assert.deepEqual(warnings, []);
  });

  it('refuses a library that multiplies wrongly, and another version', async () => {
    await writePackage('node_modules', working(12));
    assert.match(failure(folder.path), /\[1 2\] times \[3 4\] is 12/);
    await writePackage('old/node_modules', working(11, '3.21.1'));
    assert.match(failure(path.join(folder.path, 'old')), /its version is 3\.21\.1; Cellscope takes 4\.x/);
  });

  it('looks nowhere else than where the setting points', () => {
    const settingPath = path.join('~', 'tensorflow');
    const places = placesToLook({ settingPath, workspaceFolders: ['/work'], storage: '/storage' });
    assert.deepEqual(places, [path.join(os.homedir(), 'tensorflow')]);
  });

  it('looks into the workspace, the own storage and the home, in this order', () => {
    const places = placesToLook({ workspaceFolders: ['/a', '/b'], storage: '/storage' });
    assert.deepEqual(places.slice(0, 4), ['/a', '/b', '/storage', os.homedir()]);
  });
});

function failure(settingPath: string): string {
  try {
    findTensorflow({ settingPath, workspaceFolders: [] });
  } catch (error) {
    assert.ok(error instanceof UserError);
    return error.message;
  }
  return assert.fail('it was found');
}
