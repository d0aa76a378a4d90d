/** A child that is text is set as text, never parsed: every file's content is hostile. */
type Child = Node | string;

/**
 * Makes an element with attributes and children. Attributes come from this program's own literals; whatever comes
 * from a file or the host goes in as a child or through `textContent`.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Sets an element's text only where it differs, so that nothing is laid out again for nothing. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
