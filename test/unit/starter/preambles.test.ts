import assert from 'node:assert/strict';
import { withoutGuards, withShortLists } from '../../../scripts/starter/preambles.mjs';

describe('the headers and packages that a text lists', () => {
  it('are two of a list, whatever blank lines and conditions stand in it', () => {
    const list =
      '#include <stdio.h>\n#include <stdlib.h>\n\n#ifdef X\n#include <string.h>\n#endif\n\n# include "a.h"\n\n';
    assert.equal(
      withShortLists(`${list}int a;\n#include "b.h"\n`, 'c'),
      '#include <stdio.h>\n#include <stdlib.h>\n\n#ifdef X\n#endif\n\n\nint a;\n#include "b.h"\n',
    );
  });

  it('need no guards for C++ around them', () => {
    const guards = [
      '#ifdef __cplusplus\nextern "C" {\n#endif\n',
      '#ifdef __cplusplus\n}\n#endif /* __cplusplus */\n',
      '# if defined(__cplusplus)\nextern "C"\n{\n# endif\n',
    ];
    for (const guard of guards) {
      assert.equal(withoutGuards(`int a;\n${guard}int b;\n`, 'c'), 'int a;\nint b;\n');
      assert.equal(withoutGuards(guard, 'latex'), guard);
    }
    const other = '#ifdef __cplusplus\nint a;\n#endif\n';
    assert.equal(withoutGuards(other, 'c'), other);
  });

  it('are not those with long names or lists of options', () => {
    const text =
      '\\documentclass{article}\n% links\n\\usepackage[colorlinks=true]{hyperref}\n\\usepackage{url}\n\\usepackage{a}\n\\begin{document}\n';
    assert.equal(
      withShortLists(text, 'latex'),
      '\\documentclass{article}\n% links\n\\usepackage{url}\n\\begin{document}\n',
    );
    assert.equal(withShortLists('#include "a/very/long/name/of/a/header.h"\n', 'c'), '');
  });
});
