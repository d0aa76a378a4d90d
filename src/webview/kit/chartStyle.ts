/** What uPlot's parts must look like: set by script, so that every page that has a chart need not repeat it. */
const rules = `
.chart { position: relative; min-width: 0; outline-offset: 2px; }
.chart:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
.chart .uplot { position: relative; width: min-content; }
.chart .u-wrap { position: relative; user-select: none; }
.chart canvas { display: block; position: relative; width: 100%; height: 100%; }
.chart .u-over, .chart .u-under { position: absolute; }
.chart .u-under { overflow: hidden; }
.chart .u-axis { position: absolute; }
.chart .u-select { position: absolute; pointer-events: none; background: var(--vscode-focusBorder); opacity: 0.25; }
.chart .u-cursor-x, .chart .u-cursor-y { position: absolute; left: 0; top: 0; pointer-events: none; }
.chart .u-cursor-x { height: 100%; border-right: 1px dashed var(--vscode-foreground); }
.chart .u-cursor-y, .chart .u-off { display: none; }
.chart .u-cursor-pt { position: absolute; top: 0; left: 0; border: 0 solid; border-radius: 50%; pointer-events: none;
  background-clip: padding-box !important; }
.chartReadout { min-height: 1.4em; margin: 0; font-variant-numeric: tabular-nums; }
`;

let isAdopted = false;

export function adoptChartStyle(): void {
  if (isAdopted) return;
  isAdopted = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
