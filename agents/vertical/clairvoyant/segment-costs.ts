import { type PlanningProblem, requestFor } from './problem.js';
import { RangeMax } from './range-max.js';
import { RangeTop } from './range-top.js';

/**
 * The least that one segment (steps `from` … `to − 1` under one request) can cost, resource by resource, and the request that
 * costs it. Answers are left in {@link cost} and {@link request}.
 */
export class CpuSegments {
  cost = 0;
  request = 0;
  private readonly top: RangeTop;
  /** Share of steps that may be throttled at the optimum: the price of a unit of limit over the price of throttling it. */
  private readonly throttledShare: number;

  constructor(private readonly problem: PlanningProblem) {
    const { price, limitRatio, demand } = problem.cpu;
    this.top = new RangeTop(demand);
    this.throttledShare = price / (limitRatio * problem.throttlePrice);
  }

  /**
   * price · x/ratio · n + throttlePrice · Σ max(0, demand − x) is convex in the limit x, and flat where exactly the
   * throttled share of the steps lies above x: a quantile, as in the newsvendor problem.
   */
  solve(from: number, to: number): void {
    const { cpu, throttlePrice } = this.problem;
    const length = to - from;
    if (cpu.price === 0 || cpu.limitRatio === Number.POSITIVE_INFINITY || throttlePrice === 0) {
      this.request = cpu.minRequest;
      this.cost = cpu.price * length * this.request;
      return;
    }
    const over = Math.floor(length * this.throttledShare);
    if (over < length) {
      this.top.top(from, to, over);
      this.request = requestFor(this.top.value, cpu.limitRatio);
      if (this.request >= cpu.minRequest && this.request <= cpu.maxRequest) {
        this.cost = cpu.price * length * this.request + throttlePrice * (this.top.sum - over * this.top.value);
        return;
      }
    }
    this.request = over < length && this.request > cpu.maxRequest ? cpu.maxRequest : cpu.minRequest;
    this.cost = this.costAt(from, to, this.request);
  }

  /** What the segment costs under a given request. */
  costAt(from: number, to: number, request: number): number {
    const { cpu, throttlePrice } = this.problem;
    const price = cpu.price * (to - from) * request;
    if (cpu.limitRatio === Number.POSITIVE_INFINITY || throttlePrice === 0) return price;
    const limit = request * cpu.limitRatio;
    this.top.above(from, to, limit);
    return price + throttlePrice * (this.top.sum - this.top.count * limit);
  }
}

/** As {@link CpuSegments}, for memory: the peak of the segment, or less if OOM kills are priced and worth it. */
export class MemorySegments {
  cost = 0;
  request = 0;
  private readonly peaks: RangeMax;
  private readonly top: RangeTop;

  constructor(private readonly problem: PlanningProblem) {
    this.peaks = new RangeMax(problem.memory.demand);
    this.top = new RangeTop(problem.memory.demand);
  }

  /** @param upFrom first step in which the container is up at some time */
  solve(from: number, upFrom: number, to: number): void {
    const { memory, oomStepPrice } = this.problem;
    const unit = memory.price * (to - from);
    const peak = requestFor(this.peaks.max(upFrom, to), memory.limitRatio);
    this.request = Math.max(peak, memory.minRequest);
    this.cost = this.request <= memory.maxRequest ? unit * this.request : Number.POSITIVE_INFINITY;
    if (oomStepPrice === Number.POSITIVE_INFINITY) return;
    for (let kills = 0; kills < to - upFrom && kills * oomStepPrice < this.cost; kills++) {
      this.top.top(upFrom, to, kills);
      const needed = Math.max(requestFor(this.top.value, memory.limitRatio), memory.minRequest);
      const request = Math.min(needed, memory.maxRequest);
      const cost = this.costAt(from, upFrom, to, request);
      if (cost < this.cost) {
        this.cost = cost;
        this.request = request;
      }
    }
    const least = this.costAt(from, upFrom, to, memory.minRequest);
    if (least < this.cost) {
      this.cost = least;
      this.request = memory.minRequest;
    }
  }

  /** What the segment costs under a given request; +∞ when that would mean an OOM kill and kills are ruled out. */
  costAt(from: number, upFrom: number, to: number, request: number): number {
    const { memory, oomStepPrice } = this.problem;
    const price = memory.price * (to - from) * request;
    const limit = request * memory.limitRatio;
    if (Number.isNaN(limit) || upFrom >= to || this.peaks.max(upFrom, to) <= limit) return price;
    if (oomStepPrice === Number.POSITIVE_INFINITY) return oomStepPrice;
    this.top.above(upFrom, to, limit);
    return price + oomStepPrice * this.top.count;
  }
}
