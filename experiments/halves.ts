import type { Half, HalfId } from './half.js';
import { horizontalHalf } from './horizontal/half.js';
import { verticalHalf } from './vertical/half.js';

const halves: { readonly [E in HalfId]: Half<E> } = {
  'VerticalScaling-v0': verticalHalf,
  'HorizontalScaling-v0': horizontalHalf,
};

/** The half of the environment with this id. */
export function halfOf<E extends HalfId>(env: E): Half<E> {
  return halves[env];
}
