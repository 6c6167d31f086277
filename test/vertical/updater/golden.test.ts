import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyRecommendation } from '../../../env/vertical/admission/apply.js';
import { capAmount, capRecommendation } from '../../../env/vertical/admission/capping.js';
import { limitFor } from '../../../env/vertical/admission/limit-scaling.js';
import type { Amounts } from '../../../env/vertical/admission/resources.js';
import { kubernetesUpdaterDefaults } from '../../../env/vertical/updater/defaults.js';
import { assessPod } from '../../../env/vertical/updater/pod-priority.js';
import { decideSingle, resourceDiffSingle, scaleUpSingle } from '../../../env/vertical/updater/priority.js';
import { describeShared, sharedPath } from '../../shared.js';

type Full = Required<{ readonly [Name in keyof Amounts]: number }>;

interface Case {
  readonly request: Full;
  readonly limit: Full;
  readonly ageSeconds: number;
  readonly oomRanSeconds: number | null;
  readonly recommendation: { readonly lower: Full; readonly target: Full; readonly upper: Full };
  readonly minAllowed: Amounts | null;
  readonly maxAllowed: Amounts | null;
  readonly cappedRecommendation: { readonly lower: Full; readonly target: Full; readonly upper: Full };
  readonly update: boolean;
  readonly outsideRecommendedRange: boolean;
  readonly scaleUp: boolean;
  readonly resourceDiff: number;
  readonly newLimit: Full;
}

/** What the vectors list for each case; a limit of zero is none. */
type Outcome = Pick<
  Case,
  'cappedRecommendation' | 'update' | 'outsideRecommendedRange' | 'scaleUp' | 'resourceDiff'
> & { readonly newLimit: Amounts };

function throughObjects(given: Case): Outcome {
  const containers = [
    {
      name: 'app',
      requests: given.request,
      limits: given.limit,
      ...(given.oomRanSeconds === null ? {} : { oomRanSeconds: given.oomRanSeconds }),
    },
  ];
  const { lower, target, upper } = given.recommendation;
  const policies = [
    {
      containerName: '*',
      ...(given.minAllowed === null ? {} : { minAllowed: given.minAllowed }),
      ...(given.maxAllowed === null ? {} : { maxAllowed: given.maxAllowed }),
    },
  ];
  const recommendations = [{ containerName: 'app', target, lowerBound: lower, upperBound: upper }];
  const capped = capRecommendation(containers, recommendations, policies)!;
  const entry = capped.containers[0]!;
  const priority = assessPod(
    { containers, ageSeconds: given.ageSeconds },
    capped.containers,
    kubernetesUpdaterDefaults,
  );
  return {
    cappedRecommendation: {
      lower: entry.lowerBound as Full,
      target: entry.target as Full,
      upper: entry.upperBound as Full,
    },
    update: priority.decision > 0,
    outsideRecommendedRange: priority.outsideRecommendedRange,
    scaleUp: priority.scaleUp,
    resourceDiff: priority.resourceDiff,
    newLimit: applyRecommendation(containers, capped, policies)[0]!.limits,
  };
}

function throughNumbers(given: Case): Omit<Outcome, 'outsideRecommendedRange'> {
  const cap = (amounts: Full): Full => {
    const one = (name: keyof Amounts) =>
      capAmount(amounts[name], 0, 0, given.minAllowed?.[name] ?? 0, given.maxAllowed?.[name] ?? 0, 0);
    return { cpuMillicores: one('cpuMillicores'), memoryBytes: one('memoryBytes') };
  };
  const { request, limit } = given;
  const lower = cap(given.recommendation.lower);
  const target = cap(given.recommendation.target);
  const upper = cap(given.recommendation.upper);
  const decision = decideSingle(
    request.cpuMillicores,
    request.memoryBytes,
    lower.cpuMillicores,
    target.cpuMillicores,
    upper.cpuMillicores,
    lower.memoryBytes,
    target.memoryBytes,
    upper.memoryBytes,
    given.ageSeconds,
    given.oomRanSeconds ?? Number.NaN,
    kubernetesUpdaterDefaults,
  );
  return {
    cappedRecommendation: { lower, target, upper },
    update: decision > 0,
    scaleUp: scaleUpSingle(request.cpuMillicores, target.cpuMillicores, request.memoryBytes, target.memoryBytes),
    resourceDiff: resourceDiffSingle(
      request.cpuMillicores,
      target.cpuMillicores,
      request.memoryBytes,
      target.memoryBytes,
    ),
    newLimit: {
      cpuMillicores: limitFor(limit.cpuMillicores, request.cpuMillicores, target.cpuMillicores),
      memoryBytes: limitFor(limit.memoryBytes, request.memoryBytes, target.memoryBytes),
    },
  };
}

describeShared("400 pods that Kubernetes' own updater and limit scaling decided on", () => {
  const cases = readFileSync(sharedPath('golden/vpa/updater-and-limits.expected.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Case);

  describe.each([
    ['through objects', throughObjects],
    ['through numbers', throughNumbers],
  ] as const)('%s', (_, decide) => {
    it('decides every one of them alike', () => {
      expect(cases).toHaveLength(400);
      for (const [index, given] of cases.entries()) {
        const { newLimit, ...outcome } = decide(given);
        expect({ ...given, line: index + 1 }).toMatchObject(outcome);
        expect({ line: index + 1, newLimit: { cpuMillicores: 0, memoryBytes: 0, ...newLimit } }).toEqual({
          line: index + 1,
          newLimit: given.newLimit,
        });
      }
    });
  });
});
