import { UserError } from '../../model/userError.ts';

export interface TensorflowInstallation {
  folder: string;
  signal: AbortSignal;
  onLine: (text: string) => void;
}

export function installTensorflow({ folder }: TensorflowInstallation): Promise<void> {
  return Promise.reject(new UserError(`Installing TensorFlow into ${folder} is not built yet.`));
}
