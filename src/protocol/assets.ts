/** Where the files that are built or shipped lie, from the folder of the package. Slashes are forward ones. */
export const assets = {
  /** Scripts of threads of their own. */
  workers: {
    model: 'dist/modelWorker.js',
    training: 'dist/trainingWorker.js',
    install: 'dist/installWorker.js',
    files: 'dist/filesWorker.js',
    language: 'dist/languageWorker.js',
    lab: 'dist/labWorker.js',
    runs: 'dist/runsWorker.js',
  },
  /** Of the threads that a training is divided among. */
  trainingThread: 'dist/trainingThread.js',
  kernels: 'media/kernels',
  nativeKernels: 'media/native',
  /** A folder with the model that comes with Cellscope. */
  starter: 'media/starter',
  /** Tells C and LaTeX from all else. */
  languageJudge: 'media/lab/language.safetensors',
  /** A folder of texts for each sample of the lab. */
  samples: 'media/lab',
  /** Scripts and styles of pages, each with the page's name. */
  pageScripts: 'dist/webview',
  pageStyles: 'media',
  /** Among the styles: of all pages, before each page's own. */
  sharedStyle: 'page.css',
  icon: 'media/icon.svg',
} as const;
