import type { ColorTheme } from '../../protocol/cellColors.ts';

/** VS Code marks the page's body with the kind of its theme. */
export function currentTheme(): ColorTheme {
  const kind = document.body.dataset.vscodeThemeKind ?? document.body.className;
  return kind.includes('light') ? 'light' : 'dark';
}

/** Calls back after the theme or one of its fonts or sizes changed. */
export function onThemeChange(changed: () => void): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, {
    attributes: true,
    attributeFilter: ['class', 'data-vscode-theme-id', 'data-vscode-theme-kind'],
  });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}

/** A colour that the page computed, as a pixel (RGBA in memory order) of the given opacity, 0..1. */
export function pixelOf(color: string, opacity: number): number {
  const [red, green, blue] = (color.match(/[\d.]+/g) ?? []).map(Number);
  const bytes = new Uint8Array([red ?? 128, green ?? 128, blue ?? 128, Math.round(255 * opacity)]);
  return new Uint32Array(bytes.buffer)[0];
}
