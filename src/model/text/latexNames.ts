/** Names of LaTeX that both suggestions and labels go by. */

/** Environments whose text is not LaTeX. With a star they are the same. */
export const verbatimEnvironments: ReadonlySet<string> = new Set(
  (
    'verbatim Verbatim BVerbatim LVerbatim SaveVerbatim VerbatimOut verbatimwrite verbatimtab boxedverbatim ' +
    'spverbatim verbbox verbnobox alltt lstlisting minted tcblisting tcboutputlisting dispListing dispExample ' +
    'filecontents luacode luacodestar pycode pyblock pyverbatim pyconsole pysub sageblock sagesilent sageverbatim ' +
    'sageexample asy asydef gnuplot Sinput Soutput Scode CodeInput CodeOutput'
  ).split(' '),
);

/** A name without the star of its other form. */
export function withoutStar(name: string): string {
  return name.endsWith('*') ? name.slice(0, -1) : name;
}
