import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../env/core/random.js';
import { parseDecimal } from '../../../workloads/traces/ascii-number.js';

const parse = (text: string) => {
  const bytes = new TextEncoder().encode(`,${text},`);
  return parseDecimal(bytes, 1, bytes.length - 1);
};

describe('parseDecimal', () => {
  it('rounds every decimal as Number does', () => {
    const random = new RandomStream(1, 'decimals');
    for (let i = 0; i < 20_000; i++) {
      const digits = random.integer(1, 21);
      let text = Array.from({ length: digits }, () => random.integer(0, 9)).join('');
      const point = random.integer(0, digits);
      if (random.next() < 0.7) text = `${text.slice(0, point)}.${text.slice(point)}`;
      if (random.next() < 0.4) text += `e${random.integer(-330, 310)}`;
      if (random.next() < 0.3) text = `-${text}`;
      expect(Object.is(parse(text), Number(text)), text).toBe(true);
    }
  });

  it('reads shortest representations back exactly', () => {
    const random = new RandomStream(2, 'doubles');
    const view = new DataView(new ArrayBuffer(8));
    for (let i = 0; i < 20_000; i++) {
      view.setUint32(0, random.uint32());
      view.setUint32(4, random.uint32());
      const value = view.getFloat64(0);
      if (Number.isFinite(value)) expect(parse(String(value))).toBe(value);
    }
  });

  it.each([
    '0.025543212890625003',
    '9007199254740993',
    '2.2250738585072014e-308',
    '1e23',
    '0.1e-5',
    '5e-324',
    '.5',
    '5.',
    '+7',
  ])('agrees with Number on %s', (text) => expect(parse(text)).toBe(Number(text)));

  it('allows blanks around a number', () => expect(parse(' \t12.5 ')).toBe(12.5));

  it.each([
    '',
    ' ',
    '-',
    '.',
    'e5',
    '1e',
    '1e+',
    '1.2.3',
    '1,2',
    '0x10',
    '12a',
    'Infinity',
    'NaN',
    '1 2',
    '--1',
    '1e5.5',
    '12345678901234567890x',
  ])('takes %j for no number', (text) => expect(parse(text)).toBeNaN());
});
