import type { EnvId, Half } from './half.js';
import { horizontalHalf } from './horizontal/half.js';
import { verticalHalf } from './vertical/half.js';

const halves: { readonly [E in EnvId]: Half<E> } = {
  'VerticalScaling-v0': verticalHalf,
  'HorizontalScaling-v0': horizontalHalf,
};

/** The half of the environment with this id. */
export function halfOf<E extends EnvId>(env: E): Half<E> {
  return halves[env];
}
