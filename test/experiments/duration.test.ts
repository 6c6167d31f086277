import { describe, expect, it } from 'vitest';
import { InputError } from '../../env/core/input-error.js';
import { parseDuration } from '../../experiments/duration.js';

describe('parseDuration', () => {
  it.each([
    ['90', 90],
    ['30s', 30],
    ['20 mins', 1200],
    ['1.5h', 5400],
    ['1h30m', 5400],
    ['1 day 2 hours', 93_600],
    ['7d', 604_800],
    ['250ms', 0.25],
    ['0', 0],
  ])('reads %s as %d seconds', (text, seconds) => {
    expect(parseDuration(text, {})).toBe(seconds);
  });

  it.each(['', 'h', '1y', '-5s', '1h-30m', 'soon', '1 2 3'])('refuses "%s"', (text) => {
    expect(() => parseDuration(text, { file: '--history' })).toThrow(InputError);
  });
});
