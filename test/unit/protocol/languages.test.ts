import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { languages } from '../../../src/model/text/language.ts';
import {
  allLanguages,
  editorIdsOf,
  editorIdsTakenFor,
  extensionsOf,
  kindsOfEditorId,
  kindsOfPath,
  knownLanguages,
  languageNames,
  namesInProse,
  namesWithExtensions,
} from '../../../src/protocol/languages.ts';

describe('the languages', () => {
  it('are those that the model knows', () => {
    assert.deepEqual(allLanguages.toSorted(), languages.toSorted());
  });

  it('are told by the extension of a path, in whatever case', () => {
    const paths = ['a/b.c', 'B.H', 'x.tex', 'y.sty', 'z.cls', 'refs.BIB', 'notes.md', 'Makefile', 'a.c/b'];
    assert.deepEqual(
      paths.map(path => Object.values(kindsOfPath(path)).join(' ')),
      [
        'c c',
        'c c',
        'latex latex',
        'latex latex',
        'latex latex',
        'latex bibtex',
        'other other',
        'other other',
        'other other',
      ],
    );
  });

  it('are told by what an editor calls them', () => {
    assert.deepEqual(kindsOfEditorId('tex'), { language: 'latex', syntax: 'latex' });
    assert.deepEqual(kindsOfEditorId('bibtex'), { language: 'latex', syntax: 'bibtex' });
    assert.deepEqual(kindsOfEditorId('cpp'), { language: 'other', syntax: 'other' });
  });

  it('have names for people', () => {
    assert.equal(namesInProse('or'), 'C or LaTeX');
    assert.equal(namesInProse('or', ['latex']), 'LaTeX');
    assert.equal(namesWithExtensions(), 'C (.c .h) and LaTeX (.tex .sty .cls .bib)');
  });
});

describe('package.json', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
    description: string;
    activationEvents: string[];
    contributes: { configuration: { properties: Record<string, { markdownDescription: string }> }[] };
  };

  it('wakes the extension where there is a document of a language that is known', () => {
    const ids = knownLanguages.flatMap(each => [...editorIdsOf(each), ...editorIdsTakenFor(each)]);
    const events = manifest.activationEvents.filter(event => event.startsWith('onLanguage:'));
    assert.deepEqual(events.toSorted(), ids.map(id => `onLanguage:${id}`).toSorted());
  });

  it('names the languages, and what their files are told by', () => {
    const included = manifest.contributes.configuration
      .map(({ properties }) => properties['cellscope.files.include'])
      .find(found => found !== undefined);
    for (const language of knownLanguages) {
      assert.ok(manifest.description.includes(languageNames[language]));
      const extensions = extensionsOf(language).map(extension => `\`${extension}\``);
      const said = `${languageNames[language]} (${extensions.join(' ')})`;
      assert.ok(included?.markdownDescription.includes(said), said);
    }
  });
});
