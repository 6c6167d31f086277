import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../env/core/input-error.js';
import {
  cpuQuantity,
  formatQuantity,
  memoryQuantity,
  milliValue,
  parseQuantity,
  value,
} from '../../workloads/quantity.js';
import { describeShared, sharedPath } from '../shared.js';

describeShared('quantity text against apimachinery', () => {
  const lines: string[] = JSON.parse(readFileSync(sharedPath('golden/vpa/scenarios.json'), 'utf8')).quantityText;

  it.each(lines.filter((line) => line.startsWith('Q')))('%s', (line) => {
    const [kind, amount, text] = line.split(' ');
    const quantity = kind === 'Qcpu' ? cpuQuantity(Number(amount)) : memoryQuantity(Number(amount));
    expect(formatQuantity(quantity)).toBe(text);
  });

  it.each(lines.filter((line) => line.startsWith('Parse')))('%s', (line) => {
    const [, text, , canonical, , units, , milli] = line.split(' ');
    const quantity = parseQuantity(text!);
    expect(formatQuantity(quantity)).toBe(canonical);
    expect(value(quantity)).toBe(BigInt(units!));
    expect(milliValue(quantity)).toBe(BigInt(milli!));
  });
});

describe('quantity', () => {
  it('rounds what is finer than a billionth away from zero', () => {
    expect(parseQuantity('0.0000000001').nano).toBe(1n);
    expect(parseQuantity('-1500m').nano).toBe(-1_500_000_000n);
    expect(value(parseQuantity('-1500m'))).toBe(-2n);
  });

  it('cuts amounts beyond 64 bits to the largest the API keeps', () => {
    expect(value(parseQuantity('1e400'))).toBe(2n ** 63n - 1n);
    expect(value(parseQuantity('16Ei'))).toBe(2n ** 63n - 1n);
  });

  it('tells exa from an exponent', () => {
    expect(formatQuantity(parseQuantity('1E'))).toBe('1E');
    expect(formatQuantity(parseQuantity('1E3'))).toBe('1e3');
    expect(formatQuantity(parseQuantity('5.'))).toBe('5');
    expect(formatQuantity(parseQuantity('.5'))).toBe('500m');
  });

  it.each(['', '.', '1.2.3', 'Mi', '1 Gi', '0x10', '1mi', '1K', 'NaN', '1e', '--1'])(
    'refuses %j and quotes it',
    (text) => {
      expect(() => parseQuantity(text, { file: 'vpa.json', field: 'target.cpu' })).toThrow(InputError);
      expect(() => parseQuantity(text, { file: 'vpa.json', field: 'target.cpu' })).toThrow(
        `vpa.json: field "target.cpu" got ${JSON.stringify(text)}: expected a Kubernetes quantity`,
      );
    },
  );
});
