import type { Half, HalfId, Halves } from './half.js';
import type { TrialRunner } from './pool/trial-runner.js';
import type { ChosenWorkload } from './showcase.js';
import { bucketStepsFor } from './timeline-columns.js';

/** A workload's course under every agent. */
export interface Recorded<Course> extends ChosenWorkload {
  /** By agent, in the summary's order. */
  readonly courses: readonly Course[];
  /** Steps a bucket of the courses covers. */
  readonly bucketSteps: number;
}

/** Runs every agent on the chosen workloads once more, with the first seed, and keeps the course of each episode. */
export async function recordChosen<E extends HalfId>(
  half: Half<E>,
  plan: Halves[E]['plan'],
  { agents }: Halves[E]['summary'],
  chosen: readonly ChosenWorkload[],
  runner: TrialRunner<E>,
  signal?: AbortSignal,
): Promise<Recorded<Halves[E]['recorded']>[]> {
  const order = agents.map(({ label }) => plan.agents.findIndex((agent) => agent.label === label));
  const bucketSteps = chosen.map(({ workload }) => bucketStepsFor(half.episodeSteps(plan.workloads[workload]!)));
  const tasks = chosen.flatMap(({ workload }, position) =>
    order.map((agent) => ({
      kind: 'timeline' as const,
      trial: half.trialOf(plan, { workload, seed: 0, agent }),
      bucketSteps: bucketSteps[position]!,
    })),
  );
  const courses = new Array<Halves[E]['recorded']>(tasks.length);
  await runner.run<'timeline'>(
    tasks,
    (index, course) => {
      courses[index] = course;
    },
    signal,
  );
  return chosen.map((one, position) => ({
    ...one,
    courses: courses.slice(position * order.length, (position + 1) * order.length),
    bucketSteps: bucketSteps[position]!,
  }));
}
