import { describe, expect, it } from 'vitest';
import { Adam } from '../../../agents/horizontal/bandits/neural-linear/adam.js';
import { BayesianRegression } from '../../../agents/horizontal/bandits/neural-linear/bayesian-regression.js';
import { drawGamma, drawInverseGamma } from '../../../agents/horizontal/bandits/neural-linear/inverse-gamma.js';
import { Perceptron } from '../../../agents/horizontal/bandits/neural-linear/perceptron.js';
import { RandomStream } from '../../../env/core/random.js';

describe('the perceptron', () => {
  it('has the gradient of finite differences at every parameter', () => {
    const stream = new RandomStream(1);
    const network = new Perceptron([5, 7, 6, 3], stream);
    for (let i = 0; i < network.parameters.length; i++) network.parameters[i]! += stream.normal(0, 0.1);
    const inputs = Array.from({ length: 4 }, () => Float64Array.from({ length: 5 }, () => stream.normal()));
    const targets = inputs.map(() => stream.normal());
    const loss = () => inputs.reduce((sum, x, i) => sum + (network.forward(x)[i % 3]! - targets[i]!) ** 2, 0);
    inputs.forEach((x, i) => {
      const slope = new Float64Array(3);
      slope[i % 3] = 2 * (network.forward(x)[i % 3]! - targets[i]!);
      network.backward(slope);
    });
    const h = 1e-6;
    network.gradient.forEach((slope, i) => {
      const value = network.parameters[i]!;
      network.parameters[i] = value + h;
      const above = loss();
      network.parameters[i] = value - h;
      const below = loss();
      network.parameters[i] = value;
      expect(slope).toBeCloseTo((above - below) / (2 * h), 6);
    });
  });

  it('computes layer by layer, ReLU within and linear at the end', () => {
    const network = new Perceptron([2, 2, 1], new RandomStream(1));
    network.parameters.set([1, -1, 2, 0.5, 0.25, -3, 10, 7, 0.125]);
    expect([...network.forward(Float64Array.of(1, 0.5))]).toEqual([10 * 0.75 + 0.125]);
    expect([...network.hidden]).toEqual([0.75, 0]);
    network.parameters.set([-10], 6);
    expect([...network.forward(Float64Array.of(1, 0.5))]).toEqual([-7.375]);
  });

  it('starts with weights of variance 2 ÷ inputs and biases of 0', () => {
    const network = new Perceptron([50, 200, 1], new RandomStream(3));
    const weights = network.parameters.subarray(0, 10_000);
    const variance = weights.reduce((sum, weight) => sum + weight * weight, 0) / 10_000;
    expect(variance).toBeCloseTo(2 / 50, 2);
    expect(network.parameters.subarray(10_000, 10_200).every((bias) => bias === 0)).toBe(true);
  });
});

describe('Adam', () => {
  it('first steps by the learning rate against the sign of the gradient', () => {
    const parameters = Float64Array.of(1, 1, 1);
    new Adam(3, { learningRate: 0.1 }).step(parameters, Float64Array.of(1e-3, -50, 0));
    expect(parameters[0]).toBeCloseTo(0.9, 5);
    expect(parameters[1]).toBeCloseTo(1.1, 5);
    expect(parameters[2]).toBe(1);
  });

  it('finds the least of a badly scaled bowl', () => {
    const parameters = Float64Array.of(3, -2);
    const adam = new Adam(2, { learningRate: 0.05 });
    for (let i = 0; i < 2000; i++)
      adam.step(parameters, Float64Array.of(2 * (parameters[0]! - 1), 2000 * (parameters[1]! + 4)));
    expect(parameters[0]).toBeCloseTo(1, 3);
    expect(parameters[1]).toBeCloseTo(-4, 3);
  });
});

describe('the gamma distribution', () => {
  it('has mean and variance of its shape', () => {
    const stream = new RandomStream(5);
    const draws = Array.from({ length: 50_000 }, () => drawGamma(6.5, stream));
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length;
    expect(Math.abs(mean - 6.5)).toBeLessThan(4 * Math.sqrt(6.5 / 50_000));
    expect(Math.abs(variance / 6.5 - 1)).toBeLessThan(0.05);
  });

  it('turned over has mean scale ÷ (shape − 1)', () => {
    const stream = new RandomStream(6);
    let sum = 0;
    for (let i = 0; i < 50_000; i++) sum += drawInverseGamma(8, 14, stream);
    expect(sum / 50_000).toBeCloseTo(2, 1);
  });
});

describe('Bayesian regression', () => {
  it('draws ever closer to the coefficients behind the data', () => {
    const stream = new RandomStream(7);
    const regression = new BayesianRegression(2, 0.25);
    const out = new Float64Array(2);
    const spread = () => {
      let sum = 0;
      for (let i = 0; i < 500; i++) {
        regression.sample(stream, out);
        sum += Math.hypot(out[0]! - 0.5, out[1]! + 0.25);
      }
      return sum / 500;
    };
    const spreads = [spread()];
    for (const rows of [30, 3000]) {
      for (let i = 0; i < rows; i++) {
        const x = Float64Array.of(1, stream.normal());
        regression.update(x, 0.5 * x[0]! - 0.25 * x[1]! + stream.normal(0, 0.1));
      }
      spreads.push(spread());
    }
    expect(spreads[1]).toBeLessThan(spreads[0]! / 3);
    expect(spreads[2]).toBeLessThan(spreads[1]! / 5);
  });
});
