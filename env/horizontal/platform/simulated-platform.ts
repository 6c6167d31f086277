import { InputError } from '../../core/input-error.js';
import type { Seed } from '../../core/random.js';
import { ContextIndex, contextLength } from '../view.js';
import type { PlatformConfig } from './config.js';
import { type PlatformOptions, platformConfig } from './config-schema.js';
import type { Counts } from './metrics/counts.js';
import { Interval } from './metrics/interval.js';
import { podMetrics } from './metrics/pod-metrics.js';
import type { IntervalReadings, Platform, PlatformPod, PodMetricSample } from './platform.js';
import { platformPods } from './pods/platform-pods.js';
import { PodPhase } from './pods/pods.js';
import { Simulation, type TrafficFactory } from './simulation.js';
import { toMicroseconds, toSeconds } from './time.js';

/** What all simulated platforms share: pods, clock and readings. How requests fare is the traffic's matter. */
export class SimulatedPlatform implements Platform {
  readonly config: PlatformConfig;
  protected simulation: Simulation;
  private readonly makeTraffic: TrafficFactory;
  private readings = new Interval();
  private desired: number;
  private endsAt = 0;

  /** The episode of seed 0 has begun. @throws InputError for an unknown field or a bad value */
  constructor(options: PlatformOptions, makeTraffic: TrafficFactory) {
    this.config = platformConfig(options);
    this.desired = this.config.initialReplicas;
    this.makeTraffic = makeTraffic;
    this.simulation = new Simulation(this.config, 0, makeTraffic);
  }

  get nowSeconds(): number {
    return toSeconds(this.simulation.now);
  }

  get desiredReplicas(): number {
    return this.desired;
  }

  get readyReplicas(): number {
    return this.simulation.pods.inPhase[PodPhase.ready]!;
  }

  get users(): number {
    return this.simulation.traffic.users;
  }

  get nodes(): number | null {
    return this.simulation.lifeCycle.nodeCount;
  }

  get interval(): IntervalReadings {
    return this.readings;
  }

  get totals(): Readonly<Counts> {
    return this.simulation.traffic.counts;
  }

  get inFlight(): number {
    return this.simulation.traffic.inFlight;
  }

  reset(seed: Seed): void {
    this.simulation = new Simulation(this.config, seed, this.makeTraffic);
    this.readings = new Interval();
    this.desired = this.config.initialReplicas;
    this.endsAt = 0;
  }

  setReplicas(count: number): void {
    this.desired = wholeNumber('replicas', count);
    this.simulation.lifeCycle.setReplicas(count, this.simulation.now);
  }

  setUsers(count: number): void {
    const { offered, now } = this.simulation;
    if (this.config.load.kind !== 'closed') throw new InputError({ field: 'users', value: count }, 'a closed load');
    offered.setUsers(wholeNumber('users', count), now);
  }

  setRate(requestsPerSecond: number): void {
    const { offered, now } = this.simulation;
    const field = 'requestsPerSecond';
    if (this.config.load.kind !== 'open') throw new InputError({ field, value: requestsPerSecond }, 'an open load');
    if (!(requestsPerSecond >= 0 && requestsPerSecond < Number.POSITIVE_INFINITY))
      throw new InputError({ field, value: requestsPerSecond }, 'a number ≥ 0');
    offered.setRate(requestsPerSecond, now);
  }

  advance(seconds: number): void {
    if (!(seconds > 0 && seconds < Number.POSITIVE_INFINITY))
      throw new InputError({ field: 'seconds', value: seconds }, 'a number > 0');
    const { simulation, readings } = this;
    const { traffic, lifeCycle, offered } = simulation;
    traffic.latencies.clear();
    this.endsAt += seconds;
    simulation.run(Math.max(toMicroseconds(this.endsAt), simulation.now + 1));
    readings.take(
      simulation.now,
      { counts: traffic.counts, area: traffic.area, podTime: lifeCycle.time.existing, readyTime: lifeCycle.time.ready },
      traffic.inFlight,
      offered.takeMean(simulation.now),
      traffic.latencies,
    );
  }

  pods(): readonly PlatformPod[] {
    const { pods, traffic, now } = this.simulation;
    return platformPods(
      pods,
      (pod) => traffic.held(pod, now),
      (pod) => traffic.throttling(pod, now),
    );
  }

  podMetrics(): readonly PodMetricSample[] {
    const { pods, observers, now } = this.simulation;
    return podMetrics(pods, observers.resource, this.config.resources, now);
  }

  context(out: Float64Array = new Float64Array(contextLength)): Float64Array {
    const { traffic, observers, now } = this.simulation;
    const { metrics, resources } = this.config;
    const { p95Seconds, requestsPerSecond } = traffic.spans.read(now, metrics.context.lookBackSeconds);
    const { cpuMillicores, memoryMebibytes } = observers.monitoring.read(now);
    out[ContextIndex.containers] = this.readyReplicas;
    out[ContextIndex.p95LatencyMs] = p95Seconds * 1000;
    out[ContextIndex.requestsPerSecond] = requestsPerSecond;
    out[ContextIndex.cpuToRequest] = cpuMillicores / resources.cpuRequestMillicores;
    out[ContextIndex.cpuToLimit] = cpuMillicores / resources.cpuLimitMillicores;
    out[ContextIndex.memoryToRequest] = memoryMebibytes / resources.memoryRequestMebibytes;
    out[ContextIndex.memoryToLimit] = memoryMebibytes / resources.memoryLimitMebibytes;
    return out;
  }
}

function wholeNumber(field: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new InputError({ field, value }, 'a whole number ≥ 0');
  return value;
}
