// What the packages for the platforms hold: packs them as one does, and looks inside.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readZip } from '../../scripts/readZip.mjs';
import { vsixFile } from '../../scripts/vsixFile.mjs';

/** https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html: e_machine is two bytes at 18. */
const machines = { 'linux-x64': 62, 'linux-arm64': 183 };
const magic = Buffer.from('\x7fELF', 'latin1');

const pack = (...args) => promisify(execFile)(process.execPath, ['scripts/package.mjs', ...args]);

function nativeFiles(entries) {
  return [...entries.keys()].filter(name => name.endsWith('.node'));
}

describe('the package', () => {
  for (const [target, machine] of Object.entries(machines))
    it(`for ${target} has native kernels for it, and for no other platform`, async () => {
      await pack('--target', target);
      const entries = await readZip(await vsixFile(target));
      assert.deepEqual(nativeFiles(entries), [`extension/media/native/${target}.node`]);
      const addon = entries.get(`extension/media/native/${target}.node`)();
      assert.deepEqual(addon.subarray(0, 4), magic);
      assert.equal(addon.readUInt16LE(18), machine);
      // Without them nothing would run where the native kernels do not.
      for (const file of ['kernels', 'kernels-relaxed', 'contexts'])
        assert.ok(entries.has(`extension/media/kernels/${file}.wasm`), file);
      const manifest = entries.get('extension.vsixmanifest')().toString();
      assert.match(manifest, new RegExp(`TargetPlatform="${target}"`));
    });

  it('for all platforms has none', async () => {
    await pack();
    const entries = await readZip(await vsixFile());
    assert.deepEqual(nativeFiles(entries), []);
    assert.doesNotMatch(entries.get('extension.vsixmanifest')().toString(), /TargetPlatform/);
  });

  it('has all that its walkthrough shows', async () => {
    const entries = await readZip(await vsixFile());
    const { contributes } = JSON.parse(entries.get('extension/package.json')().toString());
    const steps = contributes.walkthroughs.flatMap(walkthrough => walkthrough.steps);
    const pictures = new Set(steps.flatMap(({ media }) => Object.values(media.image)));
    assert.equal(pictures.size, 2 * steps.length);
    for (const picture of pictures) {
      const drawn = entries.get(`extension/${picture}`)?.();
      assert.equal(drawn?.subarray(1, 4).toString(), 'PNG', picture);
    }
  });

  it('is not made for a platform without native kernels', async () => {
    await assert.rejects(pack('--target', 'linux-armhf'), /only for linux-x64, linux-arm64/);
  });
});
