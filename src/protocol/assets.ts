/** Where the files that are built or shipped lie, from the folder of the package. Slashes are forward ones. */
export const assets = {
  /** Scripts of threads of their own. */
  workers: {
    model: 'dist/modelWorker.js',
    training: 'dist/trainingWorker.js',
    install: 'dist/installWorker.js',
    files: 'dist/filesWorker.js',
  },
  /** Of the threads that a training is divided among. */
  trainingThread: 'dist/trainingThread.js',
  kernels: 'media/kernels',
  nativeKernels: 'media/native',
  /** Scripts and styles of pages, each with the page's name. */
  pageScripts: 'dist/webview',
  pageStyles: 'media',
  icon: 'media/icon.svg',
} as const;
