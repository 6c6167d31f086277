import { createReadStream, readFileSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { expect, it } from 'vitest';
import { kubernetesFleet, kubernetesRecommender } from '../../../agents/vertical/kubernetes/index.js';
import type { Recommender } from '../../../agents/vertical/recommender.js';
import { readEvents } from '../../../experiments/replay/events.js';
import { recommendationLines } from '../../../experiments/replay/recommendation-lines.js';
import { describeShared, hasShared, sharedPath } from '../../shared.js';

const folder = sharedPath('golden/vpa/');
const every: Readonly<Record<string, number>> = hasShared
  ? JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')).recommender.every
  : {};

async function replayed(name: string, recommender: Recommender): Promise<string> {
  const lines: string[] = [];
  const stream = createReadStream(`${folder}${name}.events.csv.gz`).pipe(createGunzip());
  await readEvents(
    stream,
    name,
    recommendationLines(recommender, every[name]!, (line) => lines.push(line)),
  );
  return lines.join('');
}

/** One container of a fleet, its neighbours hearing the same usage times two. */
function amongOthers(): Recommender {
  const fleet = kubernetesFleet(3);
  const out = new Float64Array(24);
  return {
    observe: (time, cpu, memory) =>
      fleet.observe(time, Float64Array.of(2 * cpu, cpu, 2 * cpu), Float64Array.of(memory, memory, 2 * memory)),
    observeOom: (time, request) => fleet.observeOom(1, time, request),
    recommend(time, into, offset = 0) {
      fleet.recommend(time, out);
      into.set(out.subarray(8, 16), offset);
    },
  };
}

describeShared("streams with Kubernetes' own recommendations", () => {
  it.each(Object.keys(every))('%s', async (name) => {
    const expected = readFileSync(`${folder}${name}.expected.jsonl`, 'utf8');
    expect(await replayed(name, kubernetesRecommender())).toBe(expected);
    expect(await replayed(name, amongOthers())).toBe(expected);
  });

  it('covers every stream there is', () => {
    expect(Object.keys(every)).toHaveLength(15);
  });
});
