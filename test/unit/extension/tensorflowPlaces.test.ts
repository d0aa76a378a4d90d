import assert from 'node:assert/strict';
import os from 'node:os';
import { tensorflowPlaces } from '../../../src/extension/tensorflow/tensorflowPlaces.ts';

const trusted = {
  settingPath: '',
  folders: ['/home/me/a', '/home/me/b'],
  isTrusted: true,
  storage: '/storage',
};
const untrusted = { ...trusted, isTrusted: false };

describe('the places that TensorFlow may be loaded from', () => {
  it('are the setting, the folders of the workspace and the storage', () => {
    assert.deepEqual(tensorflowPlaces(trusted), { workspaceFolders: trusted.folders, storage: '/storage' });
    assert.deepEqual(tensorflowPlaces({ ...trusted, settingPath: ' /opt/tf ' }), {
      settingPath: '/opt/tf',
      workspaceFolders: trusted.folders,
      storage: '/storage',
    });
    assert.equal(tensorflowPlaces({ ...trusted, settingPath: '/home/me/a/tf' }).settingPath, '/home/me/a/tf');
  });

  it('are none of a workspace that is not trusted', () => {
    assert.deepEqual(tensorflowPlaces(untrusted), { workspaceFolders: [], storage: '/storage' });
    for (const settingPath of [
      '/home/me/a',
      '/home/me/a/',
      '/home/me/b/tf',
      '/home/me/c/../a/tf',
      '/home/me/a/..b',
    ])
      assert.deepEqual(
        tensorflowPlaces({ ...untrusted, settingPath }),
        { workspaceFolders: [], storage: '/storage' },
        settingPath,
      );
    const home = { ...untrusted, folders: [`${os.homedir()}/a`] };
    assert.equal(tensorflowPlaces({ ...home, settingPath: '~/a/tf' }).settingPath, undefined);
    assert.equal(tensorflowPlaces({ ...home, settingPath: '~/b' }).settingPath, `${os.homedir()}/b`);
    for (const settingPath of ['/opt/tf', '/home/me/another', '/home/me'])
      assert.equal(tensorflowPlaces({ ...untrusted, settingPath }).settingPath, settingPath);
  });
});
