import type { RandomStream } from '../../../core/random.js';
import type { PlatformConfig } from '../config.js';
import { squaredCv } from '../distribution/distribution.js';
import { PodCurve } from './pod-curve.js';
import { boundedMean, type ResponseLaw, responseTail, spreadLaw } from './response-law.js';
import { RetryRate } from './retry-rate.js';
import type { SteadyState } from './steady-state.js';

/** Longest step, seconds, and steps a timeout is at least divided into. */
const longestStep = 1;
const stepsPerTimeout = 10;
/** Where fewer than this share of those who reach a slot give up, they shorten nobody's wait. */
const patient = 0.01;
/** Arrivals that count as none. */
const negligible = 1e-9;
/** Halvings that find the wait. */
const halvings = 16;
/** A wait whose spread is small shifts a law; one that is all spread widens it. A uniform law reaches √3 standard deviations down. */
const reach = Math.sqrt(3);

/** What becomes of attempts over a stretch; amounts are real numbers. */
export interface CongestedStretch {
  readonly arrivals: number;
  readonly retries: number;
  readonly rejected: number;
  readonly timedOut: number;
  /** Attempts whose clients wait, at the end, and integrated over the stretch, seconds. */
  readonly awaited: number;
  readonly area: number;
  /** CPU used, core-seconds. */
  readonly cpu: number;
  /** Of an attempt that gets through, were there no timeout. */
  readonly law: ResponseLaw;
}

/**
 * A service whose pods are all busy: attempts come and go as a diffusion, a random walk with the drift of the fluid, that is reflected where
 * pods begin to idle. Requests beyond the pods' concurrency wait in line. A client who gives up frees what he waited in, so that of those
 * who reach a slot only works short enough for the rest of their patience are answered; or, where pods do not cancel, leaves his work behind.
 * A retry has the work of the attempt before, and those who gave up had more of it than others.
 */
export class Congestion {
  /** Attempts that the platform holds, those of clients who have given up included. */
  held = 0;
  /** Of these, attempts whose clients wait. */
  private awaited = 0;
  readonly curve: PodCurve;
  private readonly squared: number;
  private readonly overhead: number;
  private readonly timeout: number;
  private readonly cancels: boolean;
  private readonly podCapacity: number;
  private readonly sharedCapacity: number;
  private readonly lognormal: boolean;
  private readonly retries: RetryRate;
  private readonly sharing: boolean;

  constructor(
    config: PlatformConfig,
    private readonly noise: RandomStream,
  ) {
    const { client, podCapacity, balancer, work, server } = config;
    this.curve = new PodCurve(config);
    this.squared = squaredCv(work);
    this.overhead = config.overheadSeconds;
    this.timeout = client.timeoutSeconds ?? Number.POSITIVE_INFINITY;
    this.cancels = client.cancelsWork;
    this.podCapacity = podCapacity ?? Number.POSITIVE_INFINITY;
    this.sharedCapacity = (balancer.kind === 'shared-queue' ? balancer.capacity : null) ?? Number.POSITIVE_INFINITY;
    this.lognormal = work.kind === 'lognormal';
    this.sharing = server.kind !== 'fcfs';
    this.retries = new RetryRate(client.retries);
  }

  /** Attempts that keep so many pods busy. */
  floor(pods: number): number {
    return pods * this.curve.fullAt;
  }

  /** Begins with what a steady state holds. */
  settle(held: number): void {
    this.held = held;
    this.awaited = held;
    this.retries.clear();
  }

  /**
   * The walk is reflected where its mean becomes that of the steady state, so that the two agree where one takes over from the other. Its arrivals
   * find it as it is, and beside it on average what parts a queue from a walk (in M/M/1 themselves).
   *
   * @param offered first attempts a second
   * @param pods that serve
   * @param speed of the pods, 1 when all are warm
   * @param steady what the load, as far as pods can serve it, settles to
   */
  flow(offered: number, pods: number, speed: number, elapsed: number, steady: SteadyState): CongestedStretch {
    const { curve, noise, retries } = this;
    const steps = Math.ceil(elapsed / Math.min(longestStep, this.timeout / stepsPerTimeout));
    const step = elapsed / steps;
    const room = Math.min(this.podCapacity * pods, this.sharedCapacity);
    const full = this.floor(pods);
    const { utilisation, throughput, response } = steady;
    const found = ((1 - utilisation) * throughput * response) / utilisation;
    const squared = Math.max(0, Math.min(this.sharing ? 1 : this.squared, 2 * found - 1));
    const walks = ((1 + squared) * utilisation) / (2 * (1 - utilisation));
    const floor = Math.max(0, Math.min(throughput * response - walks, full, room));
    const over = { arrivals: 0, retries: 0, rejected: 0, timedOut: 0, cpu: 0, area: 0 };
    const waits = new Moments();
    const services = new Moments();
    const lines = new Moments();
    for (let i = 0; i < steps; i++) {
      const perPod = Math.max(this.held, full) / pods;
      const inService = pods * Math.min(perPod, curve.slots);
      const seen = this.held + found;
      const service = this.serviceLaw(seen / pods, speed);
      const wait = this.waitOf(seen - curve.slots * pods, inService, service);
      const left = this.timeout - this.overhead - wait;
      const leaving = Math.min(inService / this.occupied(this.serviceLaw(perPod, speed), left), 1e9);
      const answered = left <= 0 ? 0 : 1 - (left === Number.POSITIVE_INFINITY ? 0 : responseTail(service, left));
      const retried = retries.rate(offered) * step;
      const coming = offered * step + retried;
      const came = Math.max(0, coming + Math.sqrt(coming) * noise.normal());
      const gone = leaving * step;
      const freed = squared * Math.min(gone, coming);
      const spread = Math.sqrt(freed) * noise.normal();
      const variance = coming + freed;
      const drift = came - gone - spread;
      const lowest = (drift - Math.sqrt(drift ** 2 - 2 * variance * Math.log(1 - noise.next()))) / 2;
      const idled = -Math.min(0, this.held - floor + lowest);
      const walked = this.held + drift + idled;
      const next = Math.max(0, Math.min(walked, room));
      const rejected = Math.min(came, walked - next);
      const departed = Math.max(0, came - rejected - (next - this.held));
      this.held = next;
      over.arrivals += came;
      over.retries += Math.min(retried, came);
      over.rejected += rejected;
      over.timedOut += departed * (1 - answered);
      over.cpu += pods * curve.busyCores(perPod) * step * Math.max(0, 1 - idled / Math.max(gone, 1e-9));
      const weight = answered * Math.max(came, negligible);
      waits.add(wait, weight);
      lines.add((this.squared * wait) / leaving, weight);
      services.add(service.mean, weight);
      retries.learn(
        came,
        rejected,
        departed * (1 - answered),
        answered > 0 && answered < 1 ? excess(service, left) : 1,
      );
      const awaited = next * Math.min(1, this.timeout / Math.max(1e-9, wait + service.mean));
      over.area += ((this.awaited + awaited) / 2) * step;
      this.awaited = awaited;
    }
    return { ...over, awaited: this.awaited, law: this.lawOf(waits, services, lines.mean) };
  }

  /** A service with no pod: what the queue in front holds waits until its clients give up. */
  starve(offered: number, elapsed: number): { readonly rejected: number; readonly timedOut: number } {
    const came = offered * elapsed;
    const timedOut = Math.min(this.held, (this.held / this.timeout) * elapsed);
    const next = Math.min(this.held + came - timedOut, this.sharedCapacity);
    const rejected = this.held + came - timedOut - next;
    this.held = next;
    this.awaited = next;
    return { rejected, timedOut };
  }

  private serviceLaw(perPod: number, speed: number): ResponseLaw {
    const mean = (this.curve.service(perPod) * this.retries.work) / speed;
    return spreadLaw(0, mean, this.squared * mean ** 2, this.lognormal);
  }

  /** How long an attempt holds a slot when its client has so much patience left. */
  private occupied(service: ResponseLaw, left: number): number {
    if (!this.cancels || left === Number.POSITIVE_INFINITY) return service.mean;
    return Math.max(boundedMean(service, left), 1e-9);
  }

  /** Time in line behind `waiting` others: the longer it is, the sooner those who reach a slot let go of it. */
  private waitOf(waiting: number, inService: number, service: ResponseLaw): number {
    if (waiting <= 0) return 0;
    const longest = this.timeout - this.overhead;
    const plain = (waiting * service.mean) / inService;
    if (!this.cancels || longest === Number.POSITIVE_INFINITY) return plain;
    if (plain < longest && responseTail(service, longest - plain) < patient) return plain;
    let low = 0;
    let high = Math.min(plain, longest);
    for (let i = 0; i < halvings; i++) {
      const middle = (low + high) / 2;
      if (middle * inService < waiting * boundedMean(service, longest - middle)) low = middle;
      else high = middle;
    }
    return high;
  }

  /** @param line variance of the time in a line of known length */
  private lawOf(waits: Moments, services: Moments, line: number): ResponseLaw {
    const waiting = waits.variance + line;
    const spread = Math.min(waits.mean, reach * Math.sqrt(waiting));
    const service = services.mean;
    const factor = service === 0 ? 0 : services.variance / service ** 2;
    const variance = ((1 + this.squared) * (1 + factor) - 1) * service ** 2;
    return spreadLaw(
      this.overhead + waits.mean - spread,
      service + spread,
      variance + waiting,
      this.lognormal && this.sharing,
    );
  }
}

/** Mean of what is above a bound, relative to the mean of all. */
function excess(law: ResponseLaw, bound: number): number {
  const tail = responseTail(law, bound);
  return (law.mean - boundedMean(law, bound) + bound * tail) / (tail * law.mean);
}

/** Weighted mean and variance. */
class Moments {
  private weight = 0;
  private sum = 0;
  private squares = 0;

  add(value: number, weight: number): void {
    this.weight += weight;
    this.sum += weight * value;
    this.squares += weight * value * value;
  }

  get mean(): number {
    return this.weight === 0 ? 0 : this.sum / this.weight;
  }

  get variance(): number {
    return this.weight === 0 ? 0 : Math.max(0, this.squares / this.weight - this.mean ** 2);
  }
}
