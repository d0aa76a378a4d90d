import { itFinds } from '../bracketed.ts';

function inFunction(body: string): string {
  return `void f(void)\n{\n${body}\n}\n`;
}

describe('CScanner', () => {
  itFinds('c', 'quotes', {
    'characters in macros, of several letters': "#define TAG '«RIFF»'\nint a = '«RIFF»';",
    'no quotes in numbers': "#define N 0b1'0'1\nint a = 1'000'000 + 0x1'f; char c = '«x»';",
    prefixes: 'f(L"«a»", u8"«b»", U\'«c»\', u"«d»", fooL"«e»");',
    'raw strings': 'f(R"(«a"\\»)", u8R"x(«)"»)x", LR"(«»)"'.replace('«»', '') + ');',
    'escapes and lines that go on': '"«a\\"b\\\\»" \'«\\\'»\' "«a\\\nb»"',
    'not in comments, nor comments in them': '// "a"\n/* \'b\' */ "«// c»" \'«/*»\' "«/* d */»"',
    'names of included files':
      '#include "«a\'b.h»"\n#include <a"b\'c.h>\n#  include <sys/"x.h> // "a"\n"«b»"',
    'prose in directives': '#error don\'t do this, can\'t you\n#warning it isn\'t "«so»"\n"«a»"',
    'words of macros': '#define WORDS do not say can⟦\'t here⟧\n"«a»"',
    'in lines of a macro': '#define A(x) f("«a»", \\\n  \'«b»\') // "c"\n"«d»"',
    'a quote that is not closed': 'f(⟦"a, b);⟧\ng("«c»"); ⟦\'⟧\n"«d»"',
  });
  itFinds('c', 'comment', {
    'in macros': '#define A /*« b »*/ 1 //« c »\n#define B "/*" 2 /*« d\n»*/ e',
    'not in literals': '"// a" \'/*\' //« "b" »\n',
    'that go on in the next line': '//« a \\\n b »\nc',
    'behind directives': '#if A /*« b »*/\n#endif //« c »\n#include <a//b.h> //« d »\n',
    'beside prose': "#error don't //« a »\n",
    'behind a quote that is not closed': 'a = ⟦"b; /*« c »*/ d⟧',
    'without end': 'a; ⟦/*« b»⟧',
  });

  describe('if statements', () => {
    itFinds('c', 'if', {
      'conditions and blocks': 'if («a») {« b; »} else if («c») «d;» else { e; }',
      'in one another': 'if («a») «if (b) c; else d;» else e;',
      'loops in them': 'if («a») «for (b; c; d) while (e) { f; }» do g; while (h);',
      'do in them': 'if («a») «do b; while (c);» else d;',
      'switch, labels and cases':
        'if («a») «switch (b) { case c ? d : e: f; default: if (g) h; }» x: if («i») «y: j;» k;',
      'values and types':
        'if («a») «b = (struct c){ .d = { 1 } };» struct e { int f : 3; } g = { 2 }; if («h») «return;»',
      'statements in expressions': 'a = ({ if («b») {« c; »} d; }); if («e») «f({ g; });» h;',
      'statements in the arguments of macros': 'EVENT(a, ASSIGN( if («b») «c;» d; ), e); if («f») «g;»',
      assembler: 'if («a») «asm volatile goto ("b" : : "r" (c) : : d);» e;',
      'loops that are macros': 'for_each(a, b) if («c») «d;» for_each(a, b) { if («c») {« d »} } e;',
      'macros without semicolon': 'if («a») «MACRO(b)» else «'.slice(0, -1) + 'c; MACRO(d) if («e») «f;» g;',
      'constexpr and macros before the condition': 'if constexpr («a») «b;» if likely(«c») {« d; »} e;',
      'attributes and old heads':
        '__attribute__((x)) int f(a) int a; { if («a») «b;» } static g(c) { if («d») «e;» }',
      'definitions within definitions':
        'extern "C" { int f() { if («a») «b;» } } namespace n { int g() { if («c») «d;» } } if («e») «f;»',
    });
    itFinds('c', 'if', {
      'what a macro holds is not known': '#define A(x) ⟦if (x) y⟧\nif («a») {«\n#define B ⟦1⟧\n»}',
      'a macro and a statement that may be its loop': inFunction(
        '  if («a»)\n    «each(b)\n    ⟦c();»⟧\n  d();',
      ),
      'branches of #if that agree': inFunction(
        '#ifdef A⟦\n  if («a») {«\n#else\n  if (!a) {\n#endif⟧\n    b;\n  »}\n  c;',
      ),
      'a chain of else if that #ifdef divides': inFunction(
        '  if («a»)\n    «b;»\n#ifdef C\n  else if («c»)\n    «d;»\n#endif\n  else\n    e;\n  g;',
      ),
      'a head that only #ifdef has': inFunction('#ifdef A\n  if («a»)\n#endif⟦\n    «b;»⟧\n  c;'),
      'an else that only #ifdef has': inFunction(
        '#ifdef A\n  if («a»)\n    «b;»\n  else\n#endif\n    c;\n  d;',
      ),
      'a brace that only #ifdef has, with its end': inFunction(
        '  if («a») «b;»\n#ifdef A\n  if («c») {«\n#endif⟦\n    d;\n#if defined(A) /* c */\n  »}\n#endif⟧\n  if («e») «f;»',
      ),
      'a brace that only #ifdef has, up to the end of the function':
        inFunction('#ifdef A\n  if («a») {«\n#endif⟦\n    b;\n  »}\n  c;').replace(/\n}\n$/, '\n}⟧\n') +
        inFunction('  if («e») «f;»'),
      'a brace that only one #ifdef within another has': inFunction(
        '#ifdef A\n#ifdef B\n  if («a») {«\n#endif⟦\n#endif\n    b;\n#if B\n#endif\n  »}\n  c;',
      ).replace(/\n}\n$/, '\n}⟧\n'),
      'what is left out in any case': inFunction(
        "#if 0\n  if («a») {« don't »} ⟦) (\n⟧#else\n  b;\n#endif\n  if («c») «d;»",
      ),
    });
    itFinds('c', 'if', {
      'a parenthesis that is not closed yet': inFunction(
        '  if («a») «b;»\n  { ⟦if (a\n    b; }⟧\n  if («c») «d;»',
      ),
      'a parenthesis in a call': inFunction('  { ⟦if («a») «f(b;\n  c;» }⟧\n  if («c») «d;»'),
      'a parenthesis too many': inFunction('  ⟦if («a»)) «b;»⟧\n  if («c») «d;»'),
      'a brace that is not closed yet': `⟦${inFunction('  if («a») {\n    b;\n').trim()}⟧\n\n${inFunction('  if («c») «d;»')}`,
      'a brace too many': `⟦${inFunction('  if («a»)\n    «b;»\n  }\n  c;').trim()}⟧\n\n${inFunction('  if («c») «d;»')}`,
      'values that are not closed': inFunction('  ⟦int a[] = { 1, 2;⟧\n  if («c») «d;»'),
      'an else of nothing': inFunction('  a;\n  ⟦else b;⟧\n  if («c») «d;»'),
      'what is no C': inFunction('  ⟦a @ b;⟧\n  if («c») «d;»'),
      'code without indentation':
        'void f()\n{\nif («a»)\n{«\nb;\n»}\nc;\n}\nvoid g()\n{\nif («d»)\n«e;»\n}\n',
    });
  });
});
