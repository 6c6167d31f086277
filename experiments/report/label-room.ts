/** Characters of an agent's label that an axis shows. */
const mostCharacters = 40;

/** Upper estimate of a character's width in the figures' type, pixels. */
const characterWidth = 6;

/** A label as an axis shows it: long ones, with many options, end in an ellipsis; tables and titles give them in full. */
export function shortLabel(label: string): string {
  return label.length <= mostCharacters ? label : `${label.slice(0, mostCharacters - 1)}…`;
}

/** Margin that holds the longest label of an axis beside its ticks, pixels. */
export function labelRoom(labels: readonly string[], least: number): number {
  return Math.max(least, 14 + characterWidth * Math.max(...labels.map((label) => shortLabel(label).length)));
}
