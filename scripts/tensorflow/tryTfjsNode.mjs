// Exits with status 0 when the @tensorflow/tfjs-node in the folder's node_modules can multiply.
import { createRequire } from 'node:module';
import path from 'node:path';
import util from 'node:util';

// Node.js 23 and later have them no more; tfjs-node 4.22.0 calls them.
util.isNullOrUndefined ??= x => x === null || x === undefined;
util.isArray ??= Array.isArray;
const tf = createRequire(path.resolve(process.argv[2], 'package.json'))('@tensorflow/tfjs-node');
const [value] = tf
  .tensor2d([[1, 2]])
  .matMul(tf.tensor2d([[3], [4]]))
  .dataSync();
if (value !== 11 || !tf.backend().binding) throw new Error('its native library does not multiply');
