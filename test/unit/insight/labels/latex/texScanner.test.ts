import { itFinds } from '../bracketed.ts';

describe('TexScanner', () => {
  describe('quoted text', () => {
    itFinds('latex', 'comment', {
      'a percent sign as delimiter of \\verb': String.raw`\verb%a b% rest %« yes»`,
      'any mark, with a star and behind a space': String.raw`\verb*+%+ \verb |%| \verb!%! %«c»`,
      'no letter and no longer command': String.raw`\verbatiminput{a%«b}»`,
      'up to the end of the line': '⟦\\verb|a %b⟧\n%«c»',
      'options and a language': String.raw`\lstinline[language=C]!%! \mintinline[x]{c}|%| \mint{c}|%| %«c»`,
      'braces in pairs': String.raw`\lstinline{a{%}%} \mintinline{c}{%} \Verb[x]|%| %«c»`,
      'fancyvrb and tcolorbox': String.raw`\SaveVerb{x}|%| \tcboxverb[a]{%} \spverb|%| %«c»`,
      'addresses with options': String.raw`\href[page=2]{http://a/%20b}{t} rest %«c»`,
      'addresses between marks': String.raw`\url|http://a/%20b| \path!a%b! \nolinkurl{%} %«c»`,
      'addresses with braces in them': String.raw`\url{http://a/{q}%20b} rest %«c»`,
      'the second argument of a link is LaTeX': '\\href{a%b}{c%«d»\n}',
      'paths of drawings, which are none': '\\path (0,0) -- (1,1); %«c»\n\\path[draw] (0,0) %«d»',
      'braces that a paragraph ends': '⟦\\url{a%b⟧\n\n%«c»',
      'a command that is only named': '\\newcommand{\\code}{\\lstinline} %«c»\n\\code|%| %«d»',
      'a command that was renamed': '\\let\\v=\\verb \\v|%| %«c»',
      'declared commands':
        '\\newmintinline[py]{python}{} \\newmint{c}{} \\DeclareUrlCommand\\web{} \\newverbcommand{\\vv}{}{}\n' +
        '\\py|%| \\c!%! \\web{a%b} \\vv+%+ \\CustomVerbatimCommand{\\w}{Verb}{} \\w|%| %«c»',
      'short marks, until they are deleted':
        '|%«a|»\n\\MakeShortVerb{\\|} |%| \\DeleteShortVerb{\\|} |%«a|»\n\\MakeShortVerb*\\! !%! \\lstMakeShortInline[x]+ +%+ %«c»',
      'an escaped mark is not a short one': '\\MakeShortVerb{\\|} \\| %«a|»',
      'numbers of characters': '\\catcode`\\$=3 \\char`\\% \\catcode`\\%=12 100% x \\catcode`\\%=14 %«c»',
    });
    itFinds('latex', 'math', {
      'a dollar as delimiter of \\verb': String.raw`\verb$x$ $«y»$`,
      'dollars in quotes': String.raw`\verb|$| \url{$} \lstinline!$! $«y»$`,
      'numbers of characters': '\\catcode`$=3 \\char`\\$ \\string$ \\$ $«y»$',
    });
  });

  describe('environments that are no LaTeX', () => {
    itFinds('latex', 'comment', {
      filecontents: '\\begin{filecontents}{a.bib}\nurl = {%20}\n\\end{filecontents} %«c»',
      'filecontents with star and options':
        '\\begin{filecontents*}[overwrite]{a.tex}\n% a\n\\end{filecontents*} %«c»',
      tcblisting: '\\begin{tcblisting}{listing only}\n% a\n\\end{tcblisting} %«c»',
      'alltt, minted, Verbatim': ['alltt', 'minted', 'Verbatim', 'lstlisting', 'luacode*']
        .map(name => `\\begin{${name}}\n% a\n\\end{${name}} %«c»\n`)
        .join(''),
      'those that the file declares': [
        '\\lstnewenvironment{one}[1][]{}{}',
        '\\newminted{python}{}',
        '\\newminted[three]{c}{}',
        '\\DefineVerbatimEnvironment{four}{Verbatim}{}',
        '\\newtcblisting[auto]{five}[1]{}',
        '\\newenvironment{six}{\\verbatim}{\\endverbatim}',
        '\\NewDocumentEnvironment{seven}{m}{\\VerbatimEnvironment\\begin{minted}{#1}}{\\end{minted}}',
        '\\let\\eight\\verbatim',
        '\\RecustomVerbatimEnvironment{nine}{Verbatim}{}',
        ...['one', 'pythoncode', 'pythoncode*', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'].map(
          name => `\\begin{${name}}\n% a $b$ \\end{x}\n\\end{${name}} %«c»`,
        ),
        '',
      ].join('\n'),
      'comment, and what is declared to be one':
        '\\excludecomment{hidden}\n\\begin{hidden}«\na\n»\\end{hidden}\n\\begin{comment}« b »\\end{comment}\n' +
        '\\includecomment{comment}\\begin{comment} b %«c»\n\\end{comment}',
      'only where it is begun': '%« \\begin{verbatim}»\n%«a»',
      'up to the end of the text': '⟦\\begin{verbatim}\n% a\n⟧',
    });
    itFinds('latex', 'math', {
      'dollars in them': '\\begin{tcblisting}{}\n$a$ $\n\\end{tcblisting} $«x»$',
    });
    itFinds('latex', 'environment', {
      'from their beginning to their end':
        '\\begin{verbatim}«[a]\n\\begin{b}\n»\\end{verbatim}\\begin{figure}[h]«x»\\end{figure}',
      'but not document': '\\begin{document}\\begin{a}«b\\begin{c}d\\end{c}»\\end{a}\\end{document}',
      'not known where it does not end':
        '\\begin{document}⟦\\begin{a}b⟧\\end{document} \\begin{c}«d»\\end{c}',
      'in a definition masks no more than that':
        '\\newcommand{\\be}{⟦\\begin{equation}⟧}\n\\newcommand{\\ee}⟦{\\end{equation}}⟧ x',
      'closed by a command that stands for it':
        '\\newcommand{\\be}{⟦\\begin{equation}⟧}\\newcommand{\\ee}⟦{\\end{equation}}⟧ \\be« x »\\ee y',
    });
  });

  describe('what conditionals hide', () => {
    itFinds('latex', 'comment', {
      'up to \\else': String.raw`\iffalse« a »\else shown \fi b`,
      'conditionals within it': String.raw`\iffalse« x \ifnum1<2 y\fi still hidden »\fi shown`,
      'the else of one within it': String.raw`\iffalse« \ifx\a\b c\else d\fi »\else e \fi`,
      'conditionals that the file declares': String.raw`\newif\ifdraft \iffalse« \ifdraft{a}\fi b »\fi c`,
      'commands that only look like one': String.raw`\iffalse« $a \iff b$ \ifthenelse{a}{b}{c} \ifdefempty{a} »\fi d`,
      'commands with @': '\\makeatletter\\iffalse« \\if@twoside a\\fi b »\\fi c',
      'what is not true': String.raw`\iftrue a \else« b »\fi c \unless\iffalse a \else« b »\fi c`,
      'nothing where either may be': String.raw`\ifx\a\b c\else d\fi \ifdraft a\else b\fi`,
      'old ways': '\\if0« a »\\fi b \\if 0« a »\\else b \\fi',
      'a \\fi in a comment is none': '\\iffalse« a % \\fi\n b »\\fi c',
      'no end': '⟦\\iffalse« a \\ifx b \\fi»⟧',
    });
    itFinds('latex', 'math', {
      'no formulas in them': String.raw`\iffalse $a$ $ \else $«b»$ \fi $«c»$`,
      'in a definition it may be a part': '\\def\\hide{\\iffalse} $«a»$ \\fi $«b»$',
    });
  });

  describe('math', () => {
    itFinds('latex', 'math', {
      'all delimiters': String.raw`$«a»$ $$«b»$$ \(«c»\) \[«d»\] \ensuremath{«e{f}»} $«g»$$«h»$ \$ \\$«i»$`,
      'all environments': [
        'math displaymath equation align* alignat flalign gather multline eqnarray xalignat xxalignat dmath dmath*',
        'IEEEeqnarray IEEEeqnarray* empheq mathpar subeqnarray numcases',
      ]
        .join(' ')
        .split(' ')
        .map(name => `\\begin{${name}}« x »\\end{${name}} y\n`)
        .join(''),
      'not around them': String.raw`\begin{subequations}a\begin{align}«b»\end{align}\end{subequations}`,
      'options of those that have some': String.raw`\begin{dmath}[label={a}]«b»\end{dmath} \begin{equation}«[a]»\end{equation}`,
      'environments within it': String.raw`\[« \begin{cases} a & \text{if $b$} \\ c \end{cases} »\] d`,
      'text within it, with formulas of its own': String.raw`$«a \text{ if $b$ and \mbox{$c$}} d»$ e`,
      'environments that the file declares':
        '\\newenvironment{eq}{⟦\\begin{equation}⟧}⟦{\\end{equation}}⟧\\newenvironment{d}{⟦\\[⟧}⟦{\\]}⟧' +
        '\\begin{eq}«a»\\end{eq} \\begin{d}«b»\\end{d}',
      'commands that stand for its beginning and end':
        '\\def\\be{⟦\\begin{equation}⟧}\\def\\ee⟦{\\end{equation}}⟧ a \\be« x »\\ee b \\let\\ba\\align\\let\\ea\\endalign \\ba« c »\\ea d',
      'a dollar too many ends at the empty line': 'The price is ⟦$«5 and more.»⟧\n\nNow $«x»$ is.',
      'and before it, too': 'Let ⟦$«a»$ b $«c»$ d $«e»⟧\n \t\nNow $«x»$ is.',
      'a dollar too many in a group': '\\emph{costs ⟦$«5»⟧} and $«x»$',
      'a formula without end': '⟦\\[«a»⟧\n\nb $«c»$ ⟦$$«d»⟧\n\ne',
      'an environment with an empty line': '⟦\\begin{align}«a»\n\nb\\end{align}⟧ $«c»$',
      'an environment that is not closed yet': '⟦\\begin{align}«a»⟧\n\nb $«c»$',
      'paragraphs where they may be':
        '\\begin{mathpar}«a\n\nb»\\end{mathpar} $$«\\parbox{1cm}{c\n\nd}»$$ $«e»$',
      'a line with a comment is not empty': '$«a\n%\nb»$ c',
      'columns of a table': '\\begin{tabular}{>{⟦$⟧}c<{⟦$⟧}} a & $«b»$ \\end{tabular}',
      'a brace that is missing': '⟦$«\\frac{a $b»⟧\n\n$«c»$',
    });
  });
});
