/** Which arithmetic trains. Suggestions and the inspector follow 'wasm' alone; TensorFlow only trains. */
export type EngineChoice =
  /** native kernels where they load, else WebAssembly */
  'auto' | 'native' | 'wasm' | 'tensorflow';

/** Folders that @tensorflow/tfjs-node may be loaded from, in the order in which they are tried. Absolute paths. */
export interface TensorflowPlaces {
  /** The setting cellscope.tensorflow.path. */
  settingPath?: string;
  /** None when the workspace is not trusted: what lies in its node_modules is code that somebody else put there. */
  workspaceFolders: string[];
  /** Where `Cellscope: Install TensorFlow Engine` puts it. */
  storage?: string;
}

/** Of an engine that was loaded: what is not as it was asked for, or not what is fastest. */
export type EngineNotice =
  /** The engine that was asked for does not train, and another one does in its place. A sentence says why. */
  | { kind: 'engineMissing'; problem: string }
  | { kind: 'nativeMissing'; problem: string }
  /** More threads were asked for than can run at once. */
  | { kind: 'fewerThreads'; wanted: number; processors: number };
