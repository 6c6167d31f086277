import { RandomStream } from '../../core/random.js';
import type { HorizontalConfig } from '../config.js';
import type { KubernetesLifeCycle } from '../platform/config.js';
import type { Distribution } from '../platform/distribution/distribution.js';
import { Sampler } from '../platform/distribution/sampler.js';
import { percentile } from '../platform/metrics/percentile.js';

const samples = 10_000;
const share = 0.95;

/**
 * Time from asking for a pod within which 95 % of new pods get requests, seconds: scheduling, image pull, start, the first readiness probe
 * that finds the server up, and the balancers' hearing of it, drawn from the platform's own distributions. Where nodes are modelled, the
 * pod is assumed to wait for a new one, as all do once the first nodes are full. Crashes and warm-up are left out.
 *
 * 0 where pods come at once, and where decisions wait for them: then no interval begins without them.
 */
export function startUpSeconds({ backend, settle }: Pick<HorizontalConfig, 'backend' | 'settle'>): number {
  if (backend.kind === 'table' || backend.platform.lifeCycle.mode === 'instant' || settle.kind !== 'none') return 0;
  const draw = startUpOf(backend.platform.lifeCycle);
  return percentile(Float64Array.from({ length: samples }, draw), samples, share);
}

/** Draws how long pods take to serve, seconds. */
function startUpOf(lifeCycle: KubernetesLifeCycle): () => number {
  const { imagePull, readiness } = lifeCycle;
  const drawn = (name: string, distribution: Distribution) => {
    const sampler = new Sampler(distribution);
    const stream = new RandomStream('start-up', name);
    return () => sampler.draw(stream);
  };
  const scheduling = drawn('scheduling', lifeCycle.schedulingSeconds);
  const node = lifeCycle.nodes === null ? () => 0 : drawn('node', lifeCycle.nodes.provisionSeconds);
  const pull = drawn('pull', imagePull.seconds);
  const start = drawn('start', lifeCycle.startSeconds);
  const endpoint = drawn('endpoint', lifeCycle.endpointDelaySeconds);
  const cache = new RandomStream('start-up', 'cache');
  return () => {
    const cached = cache.next() < imagePull.cachedProbability;
    const probes = Math.max(0, Math.ceil((start() - readiness.initialDelaySeconds) / readiness.periodSeconds));
    const ready = readiness.initialDelaySeconds + probes * readiness.periodSeconds;
    return scheduling() + node() + (cached ? 0 : pull()) + ready + endpoint();
  };
}
