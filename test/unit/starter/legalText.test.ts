import assert from 'node:assert/strict';
import { hasConditions, withoutLegalText } from '../../../scripts/starter/legalText.mjs';

describe('a text without its licence', () => {
  it('has none of the comments at its head that speak of one, and all others', () => {
    const text =
      '/*\n * Copyright (c) 2020 Somebody\n * All rights reserved.\n */\n\n/* $Id: a.c,v 1.2 $ */\n/* What it does. */\n#include <a.h>\n';
    assert.equal(withoutLegalText(text, 'c'), '/* What it does. */\n#include <a.h>\n');
  });

  it('loses lines of comments as well as blocks', () => {
    const text = '// SPDX-License-Identifier: MIT\n// By somebody\n\nint a; // the licence plate\n';
    assert.equal(withoutLegalText(text, 'c'), 'int a; // the licence plate\n');
  });

  it('loses a licence that stands further down', () => {
    const text =
      'int a;\n/* Permission is hereby granted, free of charge, to any person */\nint b; /* copyright holder */\n';
    assert.equal(withoutLegalText(text, 'c'), 'int a;\n\nint b; /* copyright holder */\n');
  });

  it('keeps code whole', () => {
    const text = '#include "a.h"\n\nint f(void)\n{\n\treturn g("/* no comment */");\n}\n';
    assert.equal(withoutLegalText(text, 'c'), text);
  });

  it('loses the lines of LaTeX that speak of it, and paragraphs that open nothing', () => {
    const text =
      '% Copyright 2020 Somebody\n% It may be distributed under the LaTeX Project Public License.\n\\section{One}\n\nText.\n\nThis work is licensed under the same terms.\n\n\\begin{quote} All rights reserved.\n\nMore.\n';
    assert.equal(
      withoutLegalText(text, 'latex'),
      '\\section{One}\n\nText.\n\n\\begin{quote} All rights reserved.\n\nMore.\n',
    );
  });
});

describe('a file with a licence of its own', () => {
  it('is known by what its head says', () => {
    assert.equal(hasConditions('/* Under the GNU Lesser General Public License. */\nint a;\n'), true);
    assert.equal(hasConditions('% This manual is CC-BY-SA 4.0.\n'), true);
  });

  it('may leave the choice, or speak of nothing', () => {
    assert.equal(hasConditions('/* Under the BSD licence or the GPLv2, as you like. */\nint a;\n'), false);
    assert.equal(hasConditions('int a;\n'), false);
    assert.equal(hasConditions(`${'int a;\n'.repeat(1000)}/* GPL */\n`), false);
  });
});
