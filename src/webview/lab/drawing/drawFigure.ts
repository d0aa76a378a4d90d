import type {
  BarsFigure,
  CurvesFigure,
  DiagramFigure,
  Figure,
  FormulaFigure,
  MatrixFigure,
  StripFigure,
} from '../../../protocol/labFigures.ts';
import { drawBars } from './drawBars.ts';
import { drawCurves } from './drawCurves.ts';
import { drawDiagram } from './drawDiagram.ts';
import { drawFormula } from './drawFormula.ts';
import { drawMatrix } from './drawMatrix.ts';
import { drawStrip } from './drawStrip.ts';
import type { Ink } from './ink.ts';
import type { Picture } from './picture.ts';

/** Figures that are pictures; the others are texts and tables. */
export type DrawnFigure =
  MatrixFigure | CurvesFigure | BarsFigure | StripFigure | DiagramFigure | FormulaFigure;

export function isDrawn(figure: Figure): figure is DrawnFigure {
  return figure.kind !== 'table' && figure.kind !== 'text' && figure.kind !== 'timeline';
}

/** A picture of a figure, as wide as there is room, px; wider where that is too narrow. */
export function drawFigure(figure: DrawnFigure, width: number, ink: Ink): Picture {
  switch (figure.kind) {
    case 'matrix':
      return drawMatrix(figure, width, ink);
    case 'curves':
      return drawCurves(figure, width, ink);
    case 'bars':
      return drawBars(figure, width, ink);
    case 'strip':
      return drawStrip(figure, width, ink);
    case 'diagram':
      return drawDiagram(figure, ink);
    case 'formula':
      return drawFormula(figure, width, ink);
  }
}
