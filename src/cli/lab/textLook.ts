/** What a figure is printed for. */
export interface TextLook {
  /** Characters in a line. */
  width: number;
  hasColours: boolean;
}
