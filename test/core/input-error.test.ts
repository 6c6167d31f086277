import { describe, expect, it } from 'vitest';
import { InputError } from '../../env/core/index.js';

describe('InputError', () => {
  it('says where, what and what was expected', () => {
    const error = new InputError({ file: 'a.csv', line: 7, field: 'cpu', value: '-1m' }, 'an amount ≥ 0');
    expect(error.message).toBe('a.csv:7: field "cpu" got "-1m": expected an amount ≥ 0');
    expect(error.place.line).toBe(7);
    expect(error).toBeInstanceOf(Error);
  });

  it.each([
    [Number.NaN, 'got NaN'],
    [Number.NEGATIVE_INFINITY, 'got -Infinity'],
    [12n, 'got 12'],
    [null, 'got null'],
    [[1, 2], 'got [1,2]'],
    [{ big: 1n }, 'got [object Object]'],
  ])('quotes %s as it is', (value, text) => {
    expect(new InputError({ value }, 'x').message).toBe(`${text}: expected x`);
  });

  it('keeps long values short', () => {
    const { message } = new InputError({ value: 'x'.repeat(1000) }, 'less');
    expect(message.length).toBeLessThan(150);
  });
});
