import type { RandomStream } from '../../env/core/random.js';
import { type Estimate, holm, meanInterval, signFlipTest } from '../statistics.js';
import { correctedPairs } from './agents.js';
import { type OrangeMetricKey, orangeMetric } from './metrics.js';
import type { OrangePlan } from './plan.js';
import type { OrangeRun } from './run.js';
import { type OrangePartKey, orangeParts } from './setting.js';

/** A corrected agent against the released one in one part, paired by run: both played on the same tables. */
export interface OrangeFinding {
  readonly part: OrangePartKey;
  /** Labels. */
  readonly corrected: string;
  readonly released: string;
  readonly differences: readonly OrangeDifference[];
  /** The same in one sentence. */
  readonly sentence: string;
}

/** Corrected less released in one metric. */
export interface OrangeDifference {
  readonly key: OrangeMetricKey;
  readonly difference: Estimate;
  /** Two-sided p of the paired sign-flip test, Holm-corrected over the metrics of the finding; 1 with one run. */
  readonly pHolm: number;
  readonly verdict: 'better' | 'worse' | 'unclear';
}

/** What is compared; percent and regret are the same comparisons as violations and reward. */
const comparedKeys: readonly OrangeMetricKey[] = ['violations', 'meanPods', 'changes', 'reward'];

const level = 0.05;

/** In what every corrected agent beats the released one, and in what it does not. */
export function orangeFindings(
  plan: OrangePlan,
  runs: readonly OrangeRun[],
  stream: RandomStream,
): readonly OrangeFinding[] {
  return orangeParts.flatMap(({ key: part, title }) =>
    correctedPairs.map(({ corrected, released }) => {
      const differences = compare(plan, runs, part, corrected, released, stream);
      const titleOf = (label: string) => plan.agents.find((agent) => agent.label === label)!.title;
      const sentence = `${title}, ${titleOf(corrected)} against ${titleOf(released)}: ${sentenceOf(differences, runs.length)}.`;
      return { part, corrected, released, differences, sentence };
    }),
  );
}

function compare(
  { agents }: OrangePlan,
  runs: readonly OrangeRun[],
  part: OrangePartKey,
  corrected: string,
  released: string,
  stream: RandomStream,
): OrangeDifference[] {
  const place = (label: string) => agents.findIndex((agent) => agent.label === label);
  const [ours, theirs] = [place(corrected), place(released)];
  const paired = comparedKeys.map((key) =>
    runs.map(({ plays }) => plays[part][ours]!.metrics[key] - plays[part][theirs]!.metrics[key]),
  );
  const pHolm = holm(paired.map((differences) => signFlipTest(differences, stream)));
  return comparedKeys.map((key, i) => {
    const difference = meanInterval(paired[i]!);
    const clear = pHolm[i]! < level;
    const gains = orangeMetric(key).better === 'more' ? difference.mean > 0 : difference.mean < 0;
    return { key, difference, pHolm: pHolm[i]!, verdict: !clear ? 'unclear' : gains ? 'better' : 'worse' };
  });
}

function sentenceOf(differences: readonly OrangeDifference[], runs: number): string {
  const leastP = Math.min(1, (2 * comparedKeys.length) / 2 ** runs);
  const unclear = leastP < level ? 'no clear difference in' : `too few runs to tell (${runs}):`;
  const part = (verdict: OrangeDifference['verdict'], words: string): string[] => {
    const those = differences.filter((difference) => difference.verdict === verdict);
    return those.length === 0 ? [] : [`${words} ${those.map(differenceText).join(', ')}`];
  };
  return [...part('better', 'better in'), ...part('worse', 'worse in'), ...part('unclear', unclear)].join('; ');
}

function differenceText({ key, difference, pHolm }: OrangeDifference): string {
  const { title, digits } = orangeMetric(key);
  const { mean, low, high } = difference;
  const interval = low === null || high === null ? '' : ` [${signed(low, digits)}, ${signed(high, digits)}]`;
  return `${title} (${signed(mean, digits)}${interval}, p ${pHolm < 0.001 ? '< 0.001' : `= ${pHolm.toFixed(3)}`})`;
}

function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value > 0 ? '+' : '−'}${text}`;
}
