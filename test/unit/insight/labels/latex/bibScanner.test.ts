import { itFinds } from '../bracketed.ts';

describe('BibScanner', () => {
  itFinds('bibtex', 'comment', {
    'no percent sign in a value': '@misc{a, url = {http://x/%7Eu}, note = "100% of it", year = 1999}',
    '@comment, its braces in pairs': '@comment{« a {b} »} @misc{c}',
    'what stands between entries': '«% a $b$\ntext»\n@misc{c}\n«more»\n@book(d, title = {(e})',
    'an address is no entry': '«me @ home, you@there»\n@misc{c}',
    'a text without entries': '«all of it»\n',
    'other kinds of entries': '@string{a = "b"} @preamble{ "\\newcommand{\\x}{%}" } @STRING(c = {d})',
  });
  itFinds('bibtex', 'math', {
    'in values': '@misc{a, title = {The $«x^2»$ of {$«y»$}}, note = "\\(«z»\\)" # b # {$«c»$}}',
    'outside of them': '$a$ @misc{$b, title = {$«c»$}} $d$',
    'not in addresses': '@misc{a, url = {http://x/$y}, doi = "10/$z", title = {$«c»$}}',
    'no further than its value': '@misc{a, title = {⟦$«x»⟧}, note = {$«y»$}}',
    'escaped braces count as braces': '@misc{a, title = {\\{$«x»$}, note = {}}, key = {$«y»$}}',
    'an entry that is not closed': '⟦@misc{a, title = {$«x»$⟧\n@misc{b, title = {$«y»$}}',
  });
  itFinds('bibtex', 'environment', {
    'in values': '@misc{a, abstract = {\\begin{itemize}« b »\\end{itemize}}}',
  });
});
