import { meanInterval } from '../statistics.js';
import type { HorizontalPlan } from './plan.js';
import type { HorizontalSummary, ReportCurve } from './report-data.js';
import { resultsOf } from './summary.js';
import type { HorizontalTrialResult } from './trial.js';

/** The learning curves of a finished plan, by workload, then agent in the summary's order. */
export function learningCurves(
  plan: HorizontalPlan,
  results: readonly HorizontalTrialResult[],
  { agents }: Pick<HorizontalSummary, 'agents'>,
): ReportCurve[] {
  const clairvoyant = resultsOf(plan, results, ({ role }) => role === 'bound');
  return plan.workloads.flatMap((_, workload) =>
    agents.map(({ label }, agent): ReportCurve => {
      const own = resultsOf(plan, results, (one) => one.label === label);
      const runs = plan.seeds.map((_, seed) => ({
        own: own({ workload, seed })!,
        bound: clairvoyant({ workload, seed }),
      }));
      // Episodes that wait for pods differ in length from seed to seed: a point is the same part of each.
      const points = Math.min(
        ...runs.flatMap((run) => [run.own, run.bound ?? run.own]).map(({ costCurve }) => costCurve.length),
      );
      const overSeeds = (read: (run: (typeof runs)[number], point: number) => number) =>
        Array.from({ length: points }, (_, point) => meanInterval(runs.map((run) => read(run, point))));
      return {
        workload,
        agent,
        hours: overSeeds((run, point) => (run.own.hours * (point + 1)) / points).map(({ mean }) => mean),
        regret: runs.some(({ bound }) => bound === null)
          ? null
          : overSeeds((run, point) => at(run.own.costCurve, point, points) - at(run.bound!.costCurve, point, points)),
        violationHours: overSeeds((run, point) => at(run.own.violationCurve, point, points)),
      };
    }),
  );
}

/** The value at the end of a part of a curve. */
function at(curve: readonly number[], part: number, parts: number): number {
  return curve[Math.ceil(((part + 1) * curve.length) / parts) - 1]!;
}
