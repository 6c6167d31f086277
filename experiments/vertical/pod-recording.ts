import { type Plan, trialOf } from '../plan.js';
import type { SeriesPool } from '../pool/series-pool.js';
import type { TrialRunner } from '../pool/trial-runner.js';
import type { TrialTaskResults } from '../pool/trial-task.js';
import type { Summary } from '../summary.js';
import { bucketStepsFor } from '../timeline-columns.js';
import type { ChosenPod } from './pods.js';
import type { ReportPod, ReportTimeline } from './report-data.js';

/** Runs every agent on the chosen pods once more, with the first seed, and keeps the course of each episode. */
export async function recordPods(
  plan: Plan,
  { agents }: Summary,
  chosen: readonly ChosenPod[],
  pool: SeriesPool,
  runner: TrialRunner,
  signal?: AbortSignal,
): Promise<ReportPod[]> {
  const order = agents.map(({ label }) => plan.agents.findIndex((agent) => agent.label === label));
  const tasks = chosen.flatMap(({ workload }) =>
    order.map((agent) => ({
      kind: 'timeline' as const,
      trial: trialOf(plan, { workload, seed: 0, agent }),
      series: pool.indexOf({ workload, seed: 0 }),
      bucketSteps: bucketStepsFor(plan.workloads[workload]!.steps),
    })),
  );
  const recorded = new Array<TrialTaskResults['timeline']>(tasks.length);
  await runner.run<'timeline'>(
    tasks,
    (index, result) => {
      recorded[index] = result;
    },
    signal,
  );
  return chosen.map(({ workload, reason }, position): ReportPod => {
    const { startTime, stepSeconds, steps } = plan.workloads[workload]!;
    const own = recorded.slice(position * order.length, (position + 1) * order.length);
    return {
      workload,
      seed: plan.seeds[0]!,
      reason,
      startTime,
      bucketSeconds: bucketStepsFor(steps) * stepSeconds,
      demand: own[0]!.demand,
      timelines: own.map(({ timeline }, agent): ReportTimeline => ({ agent, ...timeline })),
    };
  });
}
