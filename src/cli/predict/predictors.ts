import type { CharacterModel } from '../../model/files/characterModel.ts';
import type { ContextTable } from '../../model/contexts/contextTable.ts';
import { CharacterBytes } from '../../model/predict/mix/characterBytes.ts';
import { MixedDocument } from '../../model/predict/mix/mixedDocument.ts';
import { DocumentReader } from '../../model/predict/documentReader.ts';
import type { Follow } from '../../model/suggest/replay/replay.ts';
import { UsageError } from '../base/command.ts';

/** A way of predicting that a model has. */
export interface NamedPredictor {
  name: string;
  follow: Follow;
}

interface Predicting {
  model: CharacterModel;
  /** Without it there is only the network. */
  table: ContextTable | undefined;
}

/** Those of a model, the one that the editor uses first; of the names, if some are given. */
export function predictorsOf({ model, table }: Predicting, names: readonly string[]): NamedPredictor[] {
  const all = [...(table ? [mix(model, table)] : []), net(model), ...(table ? [contexts(model, table)] : [])];
  if (names.length === 0) return all;
  return names.map(name => {
    const found = all.find(predictor => predictor.name === name);
    if (found) return found;
    throw new UsageError(
      `--predictor is ${JSON.stringify(name)}; choose ${all.map(predictor => predictor.name).join(', ')}.`,
    );
  });
}

/** The network and the context expert together. */
function mix(model: CharacterModel, table: ContextTable): NamedPredictor {
  return { name: 'mix', follow: followMixed({ model, table, experts: 'both' }) };
}

/** The context expert alone. */
function contexts(model: CharacterModel, table: ContextTable): NamedPredictor {
  return { name: 'contexts', follow: followMixed({ model, table, experts: 'contexts' }) };
}

function followMixed({ model, table, experts }: Mixed): Follow {
  const characters = new CharacterBytes(model.vocabulary);
  let number = 0;
  return (text, language) => {
    const reader = new DocumentReader(model, text, language);
    const document = new MixedDocument({ reader, table, characters, number: ++number, experts });
    const dispose = () => {
      document.dispose();
      reader.dispose();
    };
    return { predictor: document, dispose };
  };
}

interface Mixed {
  model: CharacterModel;
  table: ContextTable;
  experts: 'both' | 'contexts';
}

/** The network alone. */
function net(model: CharacterModel): NamedPredictor {
  return {
    name: 'net',
    follow: (text, language) => {
      const reader = new DocumentReader(model, text, language);
      return { predictor: reader, dispose: () => reader.dispose() };
    },
  };
}
