/** A mark that wants a label beside it, pixels from the upper left corner of the area it lies in. */
export interface LabelledPoint {
  readonly x: number;
  readonly y: number;
  /** Of the label's text. */
  readonly width: number;
}

/** Where a label stands: its middle relative to the mark, and on which side of it. */
export interface LabelPlace {
  /** Begins (side `right`) or ends (side `left`) this far from the mark, pixels; negative to the left. */
  readonly dx: number;
  readonly dy: number;
  readonly side: 'left' | 'right';
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const lineHeight = 14;
const markRadius = 7;
const gap = 11;
const reach = 8;

/**
 * Finds a free place for each label near its mark: beside it on the right if possible, else on the left, else as few lines up or
 * down as it takes to cover no mark and no other label.
 *
 * @param area labels stay between `left` and `right` and between 0 and `height`
 */
export function placeLabels(
  points: readonly LabelledPoint[],
  area: { readonly left: number; readonly right: number; readonly height: number },
): readonly LabelPlace[] {
  const marks = points.map(
    ({ x, y }): Box => ({ left: x - markRadius, right: x + markRadius, top: y - markRadius, bottom: y + markRadius }),
  );
  const taken: Box[] = [];
  const places = new Array<LabelPlace>(points.length);
  const order = points.map((_, i) => i).sort((a, b) => points[a]!.y - points[b]!.y || points[a]!.x - points[b]!.x);
  for (const i of order) {
    let best: { place: LabelPlace; box: Box; badness: number } | null = null;
    for (const place of candidates) {
      const box = boxOf(points[i]!, place);
      const outside =
        box.left < area.left || box.right > area.right || box.top < -lineHeight || box.bottom > area.height;
      const covered =
        taken.filter((other) => overlap(box, other)).length +
        marks.filter((other, k) => k !== i && overlap(box, other)).length;
      const badness = 1000 * covered + (outside ? 500 : 0) + Math.abs(place.dy) + (place.side === 'left' ? 10 : 0);
      if (best === null || badness < best.badness) best = { place, box, badness };
    }
    places[i] = best!.place;
    taken.push(best!.box);
  }
  return places;
}

const candidates: readonly LabelPlace[] = Array.from({ length: 2 * reach + 1 }, (_, k) => {
  const lines = Math.ceil(k / 2) * (k % 2 === 0 ? 1 : -1);
  return (['right', 'left'] as const).map((side) => ({
    dx: side === 'right' ? gap : -gap,
    dy: lines * lineHeight,
    side,
  }));
}).flat();

function boxOf({ x, y, width }: LabelledPoint, { dx, dy, side }: LabelPlace): Box {
  const edge = x + dx;
  return {
    left: side === 'right' ? edge : edge - width,
    right: side === 'right' ? edge + width : edge,
    top: y + dy - lineHeight / 2,
    bottom: y + dy + lineHeight / 2,
  };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
