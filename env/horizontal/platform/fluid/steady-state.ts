import type { PlatformConfig } from '../config.js';
import { meanOf, squaredCv } from '../distribution/distribution.js';
import { machineRepairStates } from '../theory/closed-networks.js';
import { erlangC } from '../theory/erlang.js';
import { balancedWait } from './balanced-wait.js';
import { PodCurve } from './pod-curve.js';
import { type ResponseLaw, responseLaw, spreadLaw } from './response-law.js';

/** What a service settles to under a steady load. */
export interface SteadyState {
  /** Responses a second. */
  readonly throughput: number;
  /** Mean time in pods, seconds. */
  readonly response: number;
  /** Squared coefficient of variation that waits alone would give it. */
  readonly fluctuation: number;
  /** Part of the workers that are busy. */
  readonly utilisation: number;
  /** Factor by which requests in the same pod slow each other. */
  readonly slowing: number;
  /** Laws of the response time, and the share of responses that follows each. */
  readonly laws: readonly ResponseLaw[];
  readonly shares: readonly number[];
}

/** A wait of those who wait, and the chance of waiting. */
interface Wait {
  readonly chance: number;
  readonly mean: number;
  readonly variance: number;
}

const noWait: Wait = { chance: 0, mean: 0, variance: 0 };

/** Utilisation up to which an open queue is taken as steady; what comes above it becomes backlog. */
const steadyUtilisation = 0.98;
/** Longest stretch over which load and pods are taken as constant, seconds. */
export const stretchSeconds = 5;
/** Rounds of the fixed points: how many requests a pod holds and how fast it is, how long users are elsewhere. */
const fixedPointRounds = 12;
/** Relative change of what a pod holds at which they end. */
const converged = 1e-4;
/** Slowing of the slow pod times pods from which on a backlog gathers; fitted to the event-driven simulation. */
const gatheringThreshold = 0.05;
/** Slowing of a pod from which on the backlog gathers in more than one; fitted to the event-driven simulation of 2 to 40 pods. */
const mostSlowing = 0.3;

/**
 * Steady states in closed form (spec: horizontal.md §3.4): M/M/c for open load, machine repair for closed load, both with the spread of
 * arrivals and services after Allen and Cunneen, and the slowing by contention.
 *
 * - Fewest requests and a shared queue count as one queue before all workers; round robin and random balancing as one queue a pod,
 *   round robin with arrivals n times as regular, corrected after Kraemer and Langenbach-Belz.
 * - Round robin does not see queues. When it saturates under contention, the backlog gathers in one pod: it slows down, and every
 *   other pod gets no more than it can take. Without contention the backlog wanders between the pods.
 * - Drawing some pods at random leaves them imbalanced, by the supermarket model's mean field.
 * - Processor sharing has no wait but longer services. A CPU quota counts as sharing: throttling within a period is not modelled.
 */
export class SteadyStates {
  private readonly work: number;
  private readonly squared: number;
  private readonly overhead: number;
  private readonly contention: number;
  private readonly curve: PodCurve;
  private readonly lognormal: boolean;
  /** Pods of which a balancer takes the better; 0 for other balancers. */
  private readonly draws: number;
  /** Workers of a pod, and the part of a core each has. */
  private readonly workers: number;
  private readonly speed: number;
  private readonly sharing: boolean;
  private readonly inTurn: boolean;
  private readonly joined: boolean;
  private readonly think: number;

  constructor(config: PlatformConfig) {
    const { server, balancer, load } = config;
    this.work = meanOf(config.work);
    this.squared = squaredCv(config.work);
    this.overhead = config.overheadSeconds;
    this.contention = config.contention;
    this.sharing = server.kind !== 'fcfs';
    this.curve = new PodCurve(config);
    this.lognormal = config.work.kind === 'lognormal';
    this.workers = Math.max(1, Math.floor(this.curve.fullAt));
    this.speed = (this.curve.rate(this.curve.fullAt) * this.work * this.slowing(this.curve.fullAt)) / this.workers;
    this.draws = balancer.kind === 'power-of-d' ? balancer.choices : 0;
    this.inTurn = balancer.kind === 'round-robin';
    this.joined = !this.inTurn && balancer.kind !== 'random';
    this.think = load.kind === 'closed' ? meanOf(load.thinkSeconds) + this.overhead : 0;
  }

  /**
   * Under Poisson arrivals, of which those above what the pods can serve do not count. Requests slow each other by how many their pods hold on
   * average over requests, of which most are there when queues are long.
   */
  open(rate: number, pods: number): SteadyState {
    const { queues, servers, speed } = this.layOut(pods);
    let state = this.idle();
    let held = 0;
    for (let round = 0; round < (this.contention > 0 ? fixedPointRounds : 1); round++) {
      const slowing = this.slowing(held);
      const service = (this.work / speed) * slowing;
      const served = Math.min(rate, (queues * servers * steadyUtilisation) / service);
      const utilisation = (served * service) / (queues * servers);
      const mean = (this.spread(queues, utilisation) * service) / (servers * (1 - utilisation));
      const chance = erlangC(servers, utilisation * servers);
      const wait = this.imbalanced({ chance, mean, variance: mean ** 2 }, service, utilisation, pods);
      state = this.oneLaw(served, service, wait, utilisation, slowing);
      const before = held;
      held = ((served * state.response) / pods) * (1 + state.fluctuation);
      if (Math.abs(held - before) < converged * held) break;
    }
    return state;
  }

  /** Whether a load is so near what pods can serve that its queue changes more slowly than in a stretch, or it is above. */
  isCritical({ utilisation, throughput }: SteadyState, pods: number): boolean {
    const { queues, servers } = this.layOut(pods);
    if (utilisation > steadyUtilisation - 1e-3) return true;
    if (queues > 1) return false;
    const slow = 2 * Math.sqrt((2 * utilisation) / (throughput * stretchSeconds));
    return 1 - utilisation < Math.min(slow, 0.25 / Math.sqrt(servers));
  }

  /** With a population that thinks between requests. */
  closed(users: number, pods: number): SteadyState {
    if (users === 0) return this.idle();
    const { queues, servers, speed } = this.layOut(pods);
    let state = this.idle();
    let response = state.response;
    for (let round = 0; round < fixedPointRounds; round++) {
      const throughput = users / (this.think + response);
      const slowing = this.slowing((throughput * response) / pods);
      state = this.repairs(users, servers, (this.work / speed) * slowing, queues, response, slowing);
      response = (response + state.response) / 2;
    }
    const gathers = this.inTurn && !this.sharing && this.contention > 0 && queues > 1;
    return (gathers ? this.gathered(users, servers, this.work / speed, queues) : null) ?? state;
  }

  /**
   * Users at one of `queues` equal queues: machine repair gives the wait for exponential services. The wait a fluid would have (none below
   * saturation) stays; what chance adds to it shrinks or grows with the spread.
   */
  private repairs(
    users: number,
    servers: number,
    service: number,
    queues: number,
    response: number,
    slowing: number,
  ): SteadyState {
    const away = queues * (this.think + response) - response;
    const seen = machineRepairStates(users - 1, away, service, servers);
    const place = service / servers;
    let chance = 0;
    let first = 0;
    let second = 0;
    for (let ahead = servers; ahead < users; ahead++) {
      const places = ahead - servers + 1;
      chance += seen[ahead]!;
      first += seen[ahead]! * places * place;
      second += seen[ahead]! * (places + places ** 2) * place ** 2;
    }
    if (chance === 0) return this.oneLaw(users / (this.think + service), service, noWait, 0, slowing);
    const saturation = first / (first + this.think);
    const spread = this.spread(queues, Math.min(1, ((users / (this.think + response)) * place) / queues));
    const fluid = Math.max(0, (users * place) / queues - this.think - service);
    const mean = fluid + Math.max(0, first / chance - fluid) * spread;
    const wandering = this.squared > 0 && this.inTurn ? (fluid ** 2 * (queues - 1)) / (queues + 1) : 0;
    const variance = (second / chance - (first / chance) ** 2) * spread ** (2 - saturation) + wandering;
    const throughput = users / (this.think + service + chance * mean);
    return this.oneLaw(throughput, service, { chance, mean, variance }, (throughput * place) / queues, slowing);
  }

  /**
   * Saturated round robin under contention: one pod with a queue sets the pace of all, or some where it would be too slow.
   * @param service of a request alone in its pod
   * @returns null below saturation
   */
  private gathered(users: number, servers: number, service: number, queues: number, slowPods = 1): SteadyState | null {
    let slow = 0;
    let fast = service;
    let rate = 0;
    let held = Math.max(0, users - (queues * servers * (this.think + service)) / service) / slowPods;
    for (let round = 0; round < 4 * fixedPointRounds; round++) {
      slow = service * this.slowing(held);
      rate = servers / slow;
      const utilisation = service / slow;
      fast =
        service +
        (this.spread(queues, utilisation) * service * erlangC(servers, utilisation * servers)) /
          (servers * (1 - utilisation + 2 / users));
      const left = users - queues * rate * this.think - (queues - slowPods) * rate * fast;
      held = (held + Math.max(0, left) / slowPods) / 2;
    }
    if (held * queues * this.contention < gatheringThreshold) return null;
    const needed = Math.min(queues - 1, Math.ceil((slowPods * held * this.contention) / mostSlowing));
    if (needed > slowPods) return this.gathered(users, servers, service, queues, needed);
    const wait = (held * slow) / servers - slow;
    const thinking = queues * rate * this.think;
    const variance = (thinking * (slow / servers) ** 2 * (1 / queues + this.squared)) / 2;
    const chance = erlangC(servers, (servers * service) / slow);
    const quick = (fast - service) / Math.max(chance, 1e-9);
    const laws = [
      this.queuedLaw(slow, { chance: 1, mean: wait, variance }),
      this.queuedLaw(service, { chance, mean: quick, variance: quick ** 2 }),
    ];
    const part = slowPods / queues;
    const response = part * (slow + wait) + (1 - part) * fast;
    return {
      throughput: queues * rate,
      response,
      fluctuation: 0,
      utilisation: 1,
      slowing: part * this.slowing(held) + 1 - part,
      laws,
      shares: [part, 1 - part],
    };
  }

  private oneLaw(throughput: number, service: number, wait: Wait, utilisation: number, slowing: number): SteadyState {
    const law = this.sharing
      ? this.sharedLaw(service, wait.chance * wait.mean, utilisation)
      : this.queuedLaw(service, wait);
    const delay = wait.chance * wait.mean;
    const response = service + delay;
    const fluctuation = delay === 0 ? 0 : (delay / response) ** 2 * (2 / wait.chance - 1);
    return { throughput, response, fluctuation, utilisation, slowing, laws: [law], shares: [1] };
  }

  /** A service of the mean's certain part and an exponential rest with the configured spread, behind a wait. */
  private queuedLaw(service: number, wait: Wait): ResponseLaw {
    const random = service * Math.min(1, Math.sqrt(this.squared));
    return responseLaw(this.overhead + service - random, random, wait.chance, wait);
  }

  /**
   * Under sharing a response is long in proportion to its work, times a factor that varies with how many share: of M/M/1-PS in the mean and
   * variance (horizontal.md §3.2).
   */
  private sharedLaw(service: number, delay: number, utilisation: number): ResponseLaw {
    const mean = service + delay;
    const factor = (delay / mean) ** 2 / Math.max(utilisation * (2 - utilisation), 1e-9);
    return spreadLaw(this.overhead, mean, ((1 + this.squared) * (1 + factor) - 1) * mean ** 2, this.lognormal);
  }

  /** A wait behind balancers that see only some of the pods: the pods' imbalance and the wait of all together add up like independent errors. */
  private imbalanced(wait: Wait, service: number, utilisation: number, pods: number): Wait {
    const whole = Math.max(1, Math.round(pods));
    if (this.draws === 0 || whole === 1 || utilisation === 0) return wait;
    const extra = (balancedWait(utilisation, this.draws, whole) * service) / this.workers;
    const chance = Math.max(wait.chance, utilisation ** 2);
    const mean = Math.hypot(wait.chance * wait.mean, extra) / chance;
    return { chance, mean, variance: mean ** 2 };
  }

  /** What the spread of arrivals and services makes of the wait of an M/M/c queue. */
  private spread(queues: number, utilisation: number): number {
    if (this.sharing) return 1;
    if (this.joined || !this.inTurn) return (1 + this.squared) / 2;
    const arrivals = 1 / queues;
    const both = arrivals + this.squared;
    const regular = (2 * (1 - utilisation) * (1 - arrivals) ** 2) / (3 * Math.max(utilisation, 1e-9) * both);
    return (both / 2) * Math.exp(-regular);
  }

  /** Queues, workers of each, and cores of a worker, which are fewer while pods warm up. */
  private layOut(pods: number): { readonly queues: number; readonly servers: number; readonly speed: number } {
    const whole = Math.max(1, Math.round(pods));
    const speed = (this.speed * pods) / whole;
    return this.joined
      ? { queues: 1, servers: whole * this.workers, speed }
      : { queues: whole, servers: this.workers, speed };
  }

  /** By the others in the pod: an arrival finds what is there on average, which to those who share includes themselves. */
  private slowing(held: number): number {
    return this.curve.slowing(this.sharing ? held : held + 1);
  }

  private idle(): SteadyState {
    return this.oneLaw(0, this.work / this.speed, noWait, 0, 1);
  }
}
