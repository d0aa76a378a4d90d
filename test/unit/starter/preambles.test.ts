import assert from 'node:assert/strict';
import { withShortLists } from '../../../scripts/starter/preambles.mjs';

describe('the headers and packages that a text lists', () => {
  it('are two of a list, whether or not blank lines stand in it', () => {
    const text =
      '#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n\n# include "a.h"\n\nint a;\n#include "b.h"\n';
    assert.equal(
      withShortLists(text, 'c'),
      '#include <stdio.h>\n#include <stdlib.h>\n\n\nint a;\n#include "b.h"\n',
    );
  });

  it('are not those with long lists of options', () => {
    const text =
      '\\documentclass{article}\n\\usepackage[colorlinks=true,linkcolor=blue]{hyperref}\n\\usepackage{url}\n\\begin{document}\n';
    assert.equal(
      withShortLists(text, 'latex'),
      '\\documentclass{article}\n\\usepackage{url}\n\\begin{document}\n',
    );
  });
});
