import { describe, expect, it } from 'vitest';
import { boostCpu, isBoostExpired } from '../../../env/vertical/admission/startup-boost.js';

const triple = { type: 'Factor', factor: 3, durationSeconds: 30 } as const;
const plus500 = { type: 'Quantity', cpuMillicores: 500, durationSeconds: 0 } as const;

describe('CPU startup boost', () => {
  it('multiplies or adds to the recommendation, else to the request', () => {
    const base = { recommended: 200, request: 100, limit: 0 };
    expect(boostCpu(base, triple, 'RequestsAndLimits')).toEqual({ request: 600, limit: 0 });
    expect(boostCpu(base, plus500, 'RequestsAndLimits')).toEqual({ request: 700, limit: 0 });
    expect(boostCpu({ ...base, recommended: 0 }, triple, 'RequestsAndLimits')).toEqual({ request: 300, limit: 0 });
  });

  it('keeps the limit in proportion, under RequestsAndLimits', () => {
    const base = { recommended: 200, request: 100, limit: 150 };
    expect(boostCpu(base, triple, 'RequestsAndLimits')).toEqual({ request: 600, limit: 900 });
  });

  it('stays a millicore below the limit, under RequestsOnly', () => {
    expect(boostCpu({ recommended: 200, request: 100, limit: 500 }, triple, 'RequestsOnly')).toEqual({
      request: 499,
      limit: 500,
    });
    expect(boostCpu({ recommended: 200, request: 100, limit: 600 }, triple, 'RequestsOnly')).toEqual({
      request: 600,
      limit: 600,
    });
    expect(boostCpu({ recommended: 1, request: 1, limit: 1 }, triple, 'RequestsOnly')).toEqual({
      request: 1,
      limit: 1,
    });
    expect(boostCpu({ recommended: 200, request: 100, limit: 0 }, triple, 'RequestsOnly')).toEqual({
      request: 600,
      limit: 0,
    });
  });

  it('obeys the flag max-allowed-cpu-boost', () => {
    expect(boostCpu({ recommended: 200, request: 100, limit: 0 }, triple, 'RequestsAndLimits', 450).request).toBe(450);
  });

  it('gives a container with neither request nor recommendation an explicit zero', () => {
    expect(boostCpu({ recommended: 0, request: 0, limit: 0 }, plus500, 'RequestsAndLimits')).toEqual({
      request: 0,
      limit: 0,
    });
  });

  it('ends after readiness, strictly later than its duration', () => {
    expect(isBoostExpired(triple, null)).toBe(false);
    expect(isBoostExpired(triple, 30)).toBe(false);
    expect(isBoostExpired(triple, 30.5)).toBe(true);
    expect(isBoostExpired(plus500, 0)).toBe(true);
  });
});
