/** Characters of an agent's label that an axis shows. */
const mostCharacters = 40;

/** Upper estimate of a character's width in the figures' type, pixels. */
const characterWidth = 6;

/** A label as an axis shows it: long ones, with many options, end in an ellipsis; tables and titles give them in full. */
export function shortLabel(label: string, characters: number = mostCharacters): string {
  return label.length <= characters ? label : `${label.slice(0, characters - 1)}…`;
}

/** {@link shortLabel} for the ticks of an axis. */
export function tickLabel(label: string): string {
  return shortLabel(label);
}

/** Upper estimate of the room a text takes in a figure, pixels. */
export function textWidth(text: string): number {
  return characterWidth * text.length;
}

/** Margin that holds the longest label of an axis beside its ticks, pixels. */
export function labelRoom(labels: readonly string[], least: number): number {
  return Math.max(least, 14 + Math.max(...labels.map((label) => textWidth(shortLabel(label)))));
}
