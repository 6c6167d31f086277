import { describe, expect, it } from 'vitest';
import { applyRecommendation, updatesAnnotation } from '../../../env/vertical/admission/apply.js';
import { capRecommendation } from '../../../env/vertical/admission/capping.js';
import type { Container, ContainerPolicy } from '../../../env/vertical/admission/resources.js';
import { amounts } from './amounts.js';

const app: Container = { name: 'app', requests: amounts('100m', '100Mi'), limits: amounts('200m', '') };
const sidecar: Container = { name: 'sidecar', requests: amounts('10m', ''), limits: {} };
const recommendations = [{ containerName: 'app', target: amounts('587m', '380258472') }];

function apply(policies: readonly ContainerPolicy[] = []) {
  const capped = capRecommendation([app, sidecar], recommendations, policies)!;
  return { capped, applied: applyRecommendation([app, sidecar], capped, policies) };
}

describe('applying a recommendation', () => {
  it('sets requests, scales the limits there are, and leaves other containers alone', () => {
    const [first, second] = apply().applied;
    expect(first).toEqual({
      name: 'app',
      requests: amounts('587m', '380258472'),
      limits: amounts('1174m', ''),
      changes: ['cpu request', 'memory request', 'cpu limit'],
    });
    expect(second).toEqual({ ...sidecar, changes: [] });
  });

  it('leaves limits alone under RequestsOnly, and resources without a target always', () => {
    const policies = [{ containerName: 'app', controlledValues: 'RequestsOnly' as const }];
    const [first] = apply(policies).applied;
    expect(first!.limits).toEqual(app.limits);
    const memoryOnly = capRecommendation([app], [{ containerName: 'app', target: amounts('', '1Gi') }])!;
    expect(applyRecommendation([app], memoryOnly)[0]).toEqual({
      ...app,
      requests: amounts('100m', '1Gi'),
      changes: ['memory request'],
    });
  });

  it('gives a container without a limit the default one, in proportion', () => {
    const capped = capRecommendation([app], recommendations)!;
    const [first] = applyRecommendation([app], capped, [], { default: amounts('', '200Mi') });
    expect(first!.limits).toEqual(amounts('1174m', '760516944'));
  });

  it('lets the ratio of limit to request drift by rounding when it starts from scaled values', () => {
    let container: Container = { name: 'app', requests: amounts('3m', ''), limits: amounts('10m', '') };
    for (const target of ['7m', '5m', '3m']) {
      const capped = capRecommendation([container], [{ containerName: 'app', target: amounts(target, '') }])!;
      container = applyRecommendation([container], capped)[0]!;
    }
    // 10 · 7/3 = 23, 23 · 5/7 = 16, 16 · 3/5 = 9: a millicore is gone.
    expect(container.limits.cpuMillicores).toBe(9);
  });

  it('writes what it did, as the annotation vpaUpdates does', () => {
    const { capped, applied } = apply([{ containerName: 'app', maxAllowed: amounts('500m', '') }]);
    expect(updatesAnnotation('web', applied, capped)).toBe(
      'Pod resources updated by web: container 0: cpu capped to maxAllowed, cpu request, memory request, cpu limit',
    );
    const nothing = capRecommendation([sidecar], [])!;
    expect(updatesAnnotation('web', applyRecommendation([sidecar], nothing), nothing)).toBeNull();
  });
});
