import { beforeAll, describe, expect, it } from 'vitest';
import type { HorizontalReport } from '../../../experiments/horizontal/report-data.js';
import { renderReport } from '../../../experiments/report/render.js';
import { madeUpReport } from './horizontal-report.js';

const hostile = '<b>load&"only"</b>';
const escaped = '&#60;b&#62;load&#38;&#34;only&#34;&#60;/';
const chosen = 'kubernetes-hpa:target=<60>';

describe('renderReport of a horizontal comparison', () => {
  let report: HorizontalReport;
  let page: string;
  beforeAll(() => {
    report = madeUpReport({
      agents: [
        { id: 'clairvoyant', role: 'bound', excess: 0.05, violated: 0.002 },
        { id: 'calibrated-hpa', excess: 0.3, violated: 0.02, chosen },
        { id: 'hslinucb', label: `hslinucb:${hostile}`, excess: 0.5, violated: 0.1, learning: 0.5 },
      ],
      workloads: ['wave', hostile],
      seeds: 3,
      reference: 'calibrated-hpa',
      episodes: 2,
    });
    page = renderReport(report);
  });

  it('gives the same bytes for the same data', () => {
    expect(renderReport(structuredClone(report))).toBe(page);
  });

  it('needs nothing from outside but the optional decision times beside it', () => {
    const references = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, target]) => target);
    expect(references.filter((target) => !target!.startsWith('#'))).toEqual(['timing.js']);
    expect(page).not.toMatch(/@import|url\(http/);
  });

  it('closes every element it opens, in order', () => {
    const open: string[] = [];
    const body = page.replace(/<script>.*?<\/script>/gs, '').replace('<!doctype html>', '');
    for (const [, closing, name, attributes] of body.matchAll(/<(\/?)([a-zA-Z][\w-]*)((?:"[^"]*"|[^">])*)>/g)) {
      if (closing === '/') expect(open.pop()).toBe(name);
      else if (!['meta', 'wbr', 'br'].includes(name!) && !attributes!.endsWith('/')) open.push(name!);
    }
    expect(open).toEqual([]);
    // What is left are names of elements inside text, of which there are none.
    expect(body.replace(/<\/?[a-zA-Z](?:"[^"]*"|[^">])*>/g, '').match(/</)).toBeNull();
  });

  it('treats names as text, wherever they stand', () => {
    expect(page).not.toContain('<b>load');
    expect(page).not.toContain('<60>');
    expect(page).toContain(escaped);
  });

  it('shows every agent, cost and load', () => {
    for (const { label, metrics } of report.agents) {
      expect(page.replaceAll('<wbr>', '')).toContain(`>${label.replace(hostile, escaped)}`);
      expect(page).toContain(metrics.costPerHour!.mean.toFixed(4));
    }
    for (const { metrics } of report.workloads)
      for (const { costPerHour, violatedTimePercent } of metrics) {
        expect(page).toContain(costPerHour!.toFixed(4));
        expect(page).toContain(`${violatedTimePercent!.toFixed(2)} %`);
      }
  });

  it('says what calibration chose', () => {
    expect(page).toContain('What calibration chose');
    expect(page.replaceAll('<wbr>', '')).toContain('kubernetes-hpa:target=&#60;60&#62;</div>');
  });

  it('does without a plan, without a reference, with one load and one seed', () => {
    const bare = renderReport(
      madeUpReport({
        agents: [{ id: 'static', excess: 1, violated: 0.01 }],
        workloads: ['wave'],
        seeds: 1,
        reference: null,
        episodes: 0,
      }),
    );
    expect(bare).not.toMatch(/regret so far|clairvoyant plan's|What calibration chose|NaN|undefined|Infinity/);
    expect(bare).toContain('one seed gives no interval');
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('stays below 3 MB with twelve agents on eight loads', () => {
    const large = madeUpReport({
      agents: Array.from({ length: 12 }, (_, i) => ({
        id: `agent-${i}`,
        excess: 0.1 * i,
        violated: 0.02 * i,
      })),
      workloads: Array.from({ length: 8 }, (_, i) => `load-${i}`),
      seeds: 3,
      reference: 'agent-1',
      episodes: 4,
      buckets: 288,
    });
    expect(renderReport(large).length).toBeLessThan(3e6);
  });
});
