import { describe, expect, it } from 'vitest';
import { TokenBucket, tokensAfter } from '../../../env/vertical/updater/rate-limiter.js';

describe('token bucket', () => {
  it('is unlimited at a rate of zero or less', () => {
    for (const rate of [0, -1]) {
      const bucket = new TokenBucket(rate, 1, 0);
      for (let i = 0; i < 1000; i++) expect(bucket.take(0)).toBe(true);
      expect(bucket.takeBy(5, 5)).toBe(5);
    }
  });

  it('gives the burst at once, then one token each 1/rate seconds', () => {
    const bucket = new TokenBucket(0.1, 3, 100);
    expect([1, 2, 3, 4].map(() => bucket.take(100))).toEqual([true, true, true, false]);
    expect(bucket.take(109.9)).toBe(false);
    expect(bucket.take(110)).toBe(true);
    expect(bucket.take(110)).toBe(false);
  });

  it('never saves more than the burst', () => {
    const bucket = new TokenBucket(1, 2, 0);
    expect([1, 2, 3].map(() => bucket.take(1e6))).toEqual([true, true, false]);
  });

  it('is not disturbed by refusals, however many', () => {
    const bucket = new TokenBucket(1 / 3, 1, 0);
    expect(bucket.take(0)).toBe(true);
    for (let now = 0; now < 3; now += 0.001) expect(bucket.take(now)).toBe(false);
    expect(bucket.take(3)).toBe(true);
  });

  it('waits for a token within a deadline, and takes none beyond it', () => {
    const bucket = new TokenBucket(0.05, 1, 0);
    expect(bucket.takeBy(0, 60)).toBe(0);
    expect(bucket.takeBy(0, 60)).toBe(20);
    expect(bucket.takeBy(20, 60)).toBe(40);
    expect(bucket.takeBy(40, 60)).toBe(60);
    expect(bucket.takeBy(60, 60)).toBeNaN();
    expect(bucket.nextAt(60)).toBe(80);
    expect(bucket.takeBy(60, 120)).toBe(80);
  });

  it('passes rate × time + burst evictions in any span', () => {
    const bucket = new TokenBucket(0.25, 4, 0);
    let taken = 0;
    for (let now = 0; now <= 1000; now++) while (bucket.take(now)) taken++;
    expect(taken).toBe(254);
  });

  it('never gives anything at a burst of zero', () => {
    const bucket = new TokenBucket(1, 0, 0);
    expect(bucket.take(100)).toBe(false);
    expect(bucket.nextAt(100)).toBe(Number.POSITIVE_INFINITY);
    expect(bucket.takeBy(100, 1e9)).toBeNaN();
  });

  it('is the same arithmetic as tokensAfter', () => {
    expect(tokensAfter(0, 4, 0.25, 3)).toBe(1);
    expect(tokensAfter(2, 100, 0.25, 3)).toBe(3);
    expect(tokensAfter(0, 0, 0, 3)).toBe(Number.POSITIVE_INFINITY);
  });
});
