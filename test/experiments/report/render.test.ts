import { beforeAll, describe, expect, it } from 'vitest';
import { verticalConfig } from '../../../env/vertical/index.js';
import { runComparison } from '../../../experiments/comparison.js';
import { renderReport } from '../../../experiments/report/render.js';
import { planComparison, type VerticalWorkload } from '../../../experiments/vertical/plan.js';
import type { VerticalReport } from '../../../experiments/vertical/report-data.js';
import { series } from '../series.js';

const hostile = '<b>cpu&"only"</b>';

async function report(agents: readonly string[]): Promise<VerticalReport> {
  const workloads: readonly VerticalWorkload[] = [
    {
      origin: 'test',
      series: [
        series('wave', 576, {
          cpu: (step) => 500 + 400 * Math.sin((2 * Math.PI * step) / 288),
          memory: (step) => 300 + (step === 450 ? 700 : 0),
        }),
      ],
    },
    { origin: 'test', series: [series(hostile, 576, { cpu: (step) => 100 + (step % 7) })] },
  ];
  const plan = planComparison({
    agents: agents.map((id) => ({ id, config: {} })),
    workloads,
    config: verticalConfig({}),
    seeds: [1],
    historySeconds: 86_400,
    recommendationSeconds: 60,
  });
  const timelines = { kind: 'telling', count: 2 } as const;
  const run = await runComparison({ plan, workloads, folder: null, workers: 1, reference: agents[0]!, timelines });
  return run.report;
}

describe('renderReport', () => {
  let data: VerticalReport;
  let page: string;
  beforeAll(async () => {
    data = await report(['static', 'kubernetes', 'optimum']);
    page = renderReport(data);
  });

  it('gives the same bytes for the same data', () => {
    expect(renderReport(structuredClone(data))).toBe(page);
  });

  it('needs nothing from outside but the optional decision times beside it', () => {
    const references = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, target]) => target);
    expect(references.filter((target) => !target!.startsWith('#'))).toEqual(['timing.js']);
    expect(page).not.toMatch(/@import|url\(http/);
  });

  it('shows every agent, every workload and every cost that the data holds', () => {
    for (const { label, metrics } of data.agents) {
      expect(page).toContain(`>${label}<`);
      expect(page).toContain(metrics.costPerDay!.mean.toFixed(4));
    }
    for (const { metrics } of data.workloads)
      for (const { costPerDay } of metrics) expect(page).toContain(costPerDay!.toFixed(4));
  });

  it('treats names as text', () => {
    expect(page).not.toContain(hostile);
    expect(page).toContain('&#60;b&#62;cpu&#38;&#34;only&#34;&#60;/b&#62;');
  });

  it('draws one CPU panel an agent, and memory only where there is memory', () => {
    const sections = page.split('<h3>').slice(1);
    expect(sections).toHaveLength(2);
    const panels = (section: string) => ({
      cpu: section.split('↑ CPU, cores').length - 1,
      memory: section.split('↑ memory, GiB').length - 1,
    });
    const counts = sections.map(panels).sort((a, b) => a.memory - b.memory);
    expect(counts).toEqual([
      { cpu: 3, memory: 0 },
      { cpu: 3, memory: 3 },
    ]);
  });

  it('marks the OOM kill of the spike that nobody could see coming', () => {
    expect(
      data.pods.some(({ timelines }) => timelines.some(({ marks }) => marks.some(({ kind }) => kind === 'oom'))),
    ).toBe(true);
    expect(page).toMatch(/OOM kill × \d+/);
  });

  it('does without a bound', async () => {
    const without = renderReport(await report(['static', 'kubernetes']));
    expect(without).not.toContain('regret so far');
    expect(without).not.toContain('Cost above the optimum');
    expect(without).not.toContain('clairvoyant optimum is computed');
    expect(without).toContain('$ per container-day');
  });
});
