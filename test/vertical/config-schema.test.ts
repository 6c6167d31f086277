import { describe, expect, it } from 'vitest';
import { verticalConfig } from '../../env/vertical/config-schema.js';
import { defaultPrices } from '../../env/vertical/cost.js';
import { kubernetesUpdaterDefaults } from '../../env/vertical/updater/defaults.js';

describe('a vertical configuration', () => {
  it('is Kubernetes as it ships, but for one replica being enough', () => {
    const { updater, prices, replicas, limitToRequest } = verticalConfig();
    expect(updater).toEqual({ rule: 'kubernetes', ...kubernetesUpdaterDefaults, minReplicas: 1 });
    expect(prices).toEqual(defaultPrices);
    expect([replicas, limitToRequest]).toEqual([1, { cpu: 1, memory: 1 }]);
  });

  it('takes any part of itself, and completes to itself', () => {
    const config = verticalConfig({ updater: { mode: 'InPlace' }, prices: { restart: 5 }, policy: { minAllowed: {} } });
    expect(config.updater).toMatchObject({ rule: 'kubernetes', mode: 'InPlace', intervalSeconds: 60 });
    expect(config.prices).toEqual({ ...defaultPrices, restart: 5 });
    expect(verticalConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
  });

  it.each([
    [{ updater: { rule: 'direct', intervalSeconds: 5 } }, 'field "updater.intervalSeconds"'],
    [{ updater: { mode: 'Sometimes' } }, 'field "updater.mode" got "Sometimes": expected one of Off, Initial'],
    [{ prices: { restart: -1 } }, 'field "prices.restart" got -1: expected a number ≥ 0'],
    [{ limitToRequest: { cpu: 0.5 } }, 'field "limitToRequest.cpu" got 0.5: expected a number ≥ 1'],
    [{ physics: { containerRestartSeconds: 0 } }, 'field "physics.containerRestartSeconds"'],
    [{ colour: 'red' }, 'field "colour"'],
  ])('%j is refused, and says where', (options, message) => {
    expect(() => verticalConfig(options as object)).toThrow(message);
    expect(() => verticalConfig(options as object, 'my.json')).toThrow(/^my\.json: /);
  });
});
