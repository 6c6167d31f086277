import type { Autoscaler } from '../../agents/horizontal/autoscaler.js';
import { KedaAutoscaler, kedaConfigSchema } from '../../agents/horizontal/keda/index.js';
import { KubernetesHpa, kubernetesHpaConfigSchema } from '../../agents/horizontal/kubernetes-hpa/index.js';
import { predictiveHpa, predictiveHpaConfigSchema } from '../../agents/horizontal/predictive-hpa/index.js';
import type { HorizontalView } from '../../env/horizontal/view.js';
import { SlowHpa } from '../agents/horizontal/slow-hpa.js';
import { cluster, pod, view } from '../agents/horizontal/views.js';
import type { BenchLine } from './bench-line.js';

/** Views of a workload whose usage swings around the target, so that every branch is taken. */
function views(pods: number, unmeasured: number): HorizontalView[] {
  return Array.from({ length: 64 }, (_, i) => {
    const cpu = 80 + Math.round(40 * Math.sin(i / 5));
    const list = Array.from({ length: pods }, (_, p) => pod(`p${p}`, p < unmeasured ? null : cpu + (p % 7)));
    const context = Float64Array.of(pods, 300, 10 * pods, cpu / 100, cpu / 100, 0.5, 0.5);
    return view({ specReplicas: pods, cluster: cluster(list), context });
  });
}

/** Nanoseconds a decision: the best of seven rounds over `seen`, 15 s apart. */
function nanoseconds(
  rounds: number,
  seen: readonly HorizontalView[],
  decide: (view: HorizontalView) => number,
): number {
  let best = Number.POSITIVE_INFINITY;
  let kept = 0;
  let timeSeconds = 0;
  const moving = seen.map((view) => ({ ...view }));
  for (let repeat = 0; repeat < 7; repeat++) {
    const start = process.hrtime.bigint();
    for (let round = 0; round < rounds; round++)
      for (const view of moving) {
        view.timeSeconds = timeSeconds;
        timeSeconds += 15;
        kept += decide(view);
      }
    best = Math.min(best, Number(process.hrtime.bigint() - start) / (rounds * seen.length));
  }
  if (Number.isNaN(kept)) throw new Error('the benchmark computed nothing');
  return best;
}

const by = (autoscaler: Autoscaler) => (view: HorizontalView) => autoscaler.decide(view);
const line = (name: string, ns: number, note: string): BenchLine => ({ name, value: `${ns.toFixed(0)} ns`, note });

/** The slow reading keeps every recommendation; a new one a round keeps it from growing without end. */
function slowReading(): (view: HorizontalView) => number {
  const spec = {
    minReplicas: 1,
    maxReplicas: 1000,
    metrics: [{ type: 'utilization', resource: 'cpu', target: 80 }],
    behavior: null,
    semantics: 'interval',
    toleranceUp: 0.1,
    toleranceDown: 0.1,
    downscaleSeconds: 300,
    cpuInitSeconds: 300,
    readinessSeconds: 30,
  } as const;
  let hpa = new SlowHpa(spec);
  let decisions = 0;
  return (view) => {
    if (decisions++ % 64 === 0) hpa = new SlowHpa(spec);
    return hpa.reconcile(view);
  };
}

/** Cost of one decision of the rule-based autoscalers. */
export async function bench(): Promise<BenchLine[]> {
  const hpa = (spec: object = {}) => by(new KubernetesHpa(kubernetesHpaConfigSchema.parse(spec)));
  const ten = views(10, 0);
  const partly = views(10, 2);
  const hundred = views(100, 0);
  const plain = nanoseconds(300, ten, hpa());
  const slow = nanoseconds(30, ten, slowReading());
  const behaved = nanoseconds(300, ten, hpa({ behavior: {} }));
  const missing = nanoseconds(300, partly, hpa());
  const many = nanoseconds(60, hundred, hpa());
  const keda = nanoseconds(300, ten, by(new KedaAutoscaler(kedaConfigSchema.parse({}))));
  const linear = nanoseconds(300, ten, by(predictiveHpa(predictiveHpaConfigSchema.parse({}))));
  const seasonal = { models: [{ type: 'HoltWinters' }] };
  const holtWinters = nanoseconds(1, ten, by(predictiveHpa(predictiveHpaConfigSchema.parse(seasonal))));
  return [
    line('HPA reconcile, CPU of 10 pods', plain, `${(slow / plain).toFixed(1)} × as fast as maps and BigInt`),
    line('HPA reconcile, with behavior', behaved, '10 pods, default policies'),
    line('HPA reconcile, 2 of 10 pods unmeasured', missing, 'usage filled in and judged again'),
    line('HPA reconcile, CPU of 100 pods', many, `${(many / 100).toFixed(1)} ns a pod`),
    line('KEDA decision, requests/s from the context', keda, 'own loop and HPA'),
    line('predictive HPA, line through 6 counts', linear, '10 pods'),
    line(
      'predictive HPA, Holt–Winters, estimated start',
      holtWinters,
      '4 seasons of 6, least squares at every reconcile',
    ),
  ];
}
