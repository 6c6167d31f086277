import { describe, expect, it } from 'vitest';
import { elasticity, elasticSpeedup, scalingDeviation } from '../../../experiments/horizontal/elasticity.js';

const demand = [2, 2, 3, 5, 5, 4, 2, 2];
const scaled = elasticity(demand, [2, 3, 3, 3, 5, 5, 4, 2]);
const fixed = elasticity(
  demand,
  demand.map(() => 3),
);

describe('SPEC elasticity', () => {
  it('gives the golden row of the specification', () => {
    expect(scaled.underProvisioningAccuracy).toBeCloseTo(5, 12);
    expect(scaled.overProvisioningAccuracy).toBeCloseTo(21.875, 12);
    expect(scaled.underProvisioningTime).toBe(12.5);
    expect(scaled.overProvisioningTime).toBe(37.5);
    expect(scaled.instability).toBeCloseTo(85.714285714, 9);
  });

  it('gives the golden row of three pods for ever', () => {
    expect(fixed.underProvisioningAccuracy).toBeCloseTo(13.125, 12);
    expect(fixed.overProvisioningAccuracy).toBe(25);
    expect(fixed.underProvisioningTime).toBe(37.5);
    expect(fixed.overProvisioningTime).toBe(50);
  });

  it('gives the golden speed-up and deviation', () => {
    expect(elasticSpeedup(fixed, scaled)).toBeCloseTo(1.8612097182, 10);
    expect(scalingDeviation(scaled)).toBeCloseTo(86.006757069, 9);
  });

  it('is 0 throughout for a supply that is the demand, and then speeds up by as much as the floor allows', () => {
    const perfect = elasticity(demand, demand);
    expect(Object.values(perfect)).toEqual([0, 0, 0, 0, 0]);
    expect(scalingDeviation(perfect)).toBe(0);
    expect(elasticSpeedup(fixed, perfect)).toBeCloseTo((13125 * 25000 * 37500 * 50000) ** 0.25, 6);
    expect(elasticSpeedup(perfect, perfect)).toBe(1);
  });

  it('counts pods where none is needed as surplus over one', () => {
    expect(elasticity([0, 0], [2, 0])).toMatchObject({ overProvisioningAccuracy: 100, underProvisioningAccuracy: 0 });
  });

  it('does not guess where a share is unknown', () => {
    expect(elasticSpeedup({ ...fixed, overProvisioningTime: null }, scaled)).toBeNull();
  });
});
