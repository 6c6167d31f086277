import { expect, it } from 'vitest';
import { effectiveLimitRange } from '../../../env/vertical/admission/limit-range.js';
import { amounts } from './amounts.js';

it('takes the tightest bounds of each resource and the last default', () => {
  expect(
    effectiveLimitRange([
      { max: amounts('2', '4Gi'), min: amounts('100m', ''), default: amounts('1', '') },
      { max: amounts('3', '2Gi'), min: amounts('50m', '64Mi') },
      { default: amounts('500m', '1Gi') },
    ]),
  ).toEqual({ max: amounts('2', '2Gi'), min: amounts('100m', '64Mi'), default: amounts('500m', '1Gi') });
});

it('reads a zero as not set', () => {
  expect(effectiveLimitRange([{ max: amounts('0', '') }, { max: amounts('1', '') }])!.max).toEqual(amounts('1', ''));
});

it('is nothing without any bound', () => {
  expect(effectiveLimitRange([])).toBeUndefined();
  expect(effectiveLimitRange([{}])).toBeUndefined();
});
