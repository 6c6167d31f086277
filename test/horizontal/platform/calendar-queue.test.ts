import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../env/core/random.js';
import { CalendarQueue } from '../../../env/horizontal/platform/calendar-queue.js';
import { Timers } from '../../../env/horizontal/platform/timers.js';
import { WinnerTree } from '../../../env/horizontal/platform/winner-tree.js';

/** Gaps between events: near, far, equal, and so uneven that the calendar has to be laid out anew. */
const gaps: Record<string, (random: RandomStream) => number> = {
  even: (random) => random.integer(0, 2_000_000),
  equal: (random) => 1000 * random.integer(0, 5),
  dense: (random) => random.integer(0, 40),
  sparse: (random) => random.integer(0, 2) * 3_600_000_000,
  uneven: (random) => Math.floor(10 ** random.uniform(0, 11)),
};

describe('CalendarQueue', () => {
  it.each(Object.keys(gaps))('gives events in order of time, then id: %s gaps', (name) => {
    const random = new RandomStream(name, 'calendar');
    const queue = new CalendarQueue(200);
    const plain = new Map<number, number>();
    let now = 0;
    for (let i = 0; i < 8000; i++) {
      const id = random.integer(0, 199);
      const time = now + gaps[name]!(random);
      if (!plain.has(id)) {
        queue.push(id, time);
        plain.set(id, time);
      } else if (random.next() < 0.1) {
        queue.remove(id);
        plain.delete(id);
      } else if (random.next() < 0.2) {
        queue.set(id, time);
        plain.set(id, time);
      }
      if (plain.size > 0 && (random.next() < 0.45 || plain.size > 150)) {
        const [first] = [...plain].sort(([a, x], [b, y]) => x - y || a - b);
        expect([queue.id, queue.time, queue.size]).toEqual([...first!, plain.size]);
        now = queue.time;
        expect(queue.pop()).toBe(first![0]);
        plain.delete(first![0]);
      }
    }
    while (queue.size > 0) plain.delete(queue.pop());
    expect([plain.size, queue.time, queue.id]).toEqual([0, Number.POSITIVE_INFINITY, -1]);
  });

  it('keeps its events when it grows', () => {
    const queue = new CalendarQueue(2);
    queue.push(1, 5);
    queue.grow(100);
    queue.push(99, 4);
    expect([queue.pop(), queue.timeOf(1), queue.timeOf(50)]).toEqual([99, 5, Number.POSITIVE_INFINITY]);
  });
});

describe('WinnerTree', () => {
  it.each([1, 2, 3, 16, 37])('knows the earliest of %i clocks, the lower id among equals', (count) => {
    const random = new RandomStream(count, 'tree');
    const tree = new WinnerTree(count);
    const clocks = new Array<number>(count).fill(Number.POSITIVE_INFINITY);
    for (let i = 0; i < 3000; i++) {
      const id = random.integer(0, count - 1);
      const time = random.next() < 0.2 ? Number.POSITIVE_INFINITY : random.integer(0, 20);
      tree.set(id, time);
      clocks[id] = time;
      expect(tree.time).toBe(Math.min(...clocks));
      if (tree.time < Number.POSITIVE_INFINITY) expect(tree.id).toBe(clocks.indexOf(tree.time));
    }
    tree.grow(4 * count);
    expect(tree.time).toBe(Math.min(...clocks));
    tree.set(3 * count, -1);
    expect([tree.id, tree.time]).toEqual([3 * count, -1]);
  });
});

describe('Timers', () => {
  it('run in order of time, then in the order in which they were set', () => {
    const random = new RandomStream(1, 'timers');
    const timers = new Timers();
    const plain: { at: number; subject: number }[] = [];
    for (let subject = 0; subject < 5000; subject++) {
      const at = random.integer(0, 300);
      timers.set(at, 1, subject, subject);
      plain.push({ at, subject });
      if (random.next() > 0.4) continue;
      plain.sort((a, b) => a.at - b.at || a.subject - b.subject);
      expect([timers.nextAt, timers.subject, timers.stamp]).toEqual([
        plain[0]!.at,
        plain[0]!.subject,
        plain[0]!.subject,
      ]);
      timers.pop();
      plain.shift();
    }
    expect(timers.size).toBe(plain.length);
  });
});
