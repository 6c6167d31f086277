import * as Plot from '@observablehq/plot';
import type { AgentStyle } from '../../report/agent-style.js';
import { drawPlot } from '../../report/figure.js';
import { type Html, html } from '../../report/html.js';
import type { Timeline } from '../../report-data.js';
import type { ReportPod, ReportTimeline, VerticalReport } from '../report-data.js';

/** One resource of a pod under one agent, in the unit the panel shows. */
interface Panel {
  readonly title: string;
  /** Divides the timeline's unit into the panel's. */
  readonly unit: number;
  readonly demandMean: Timeline;
  readonly demandMax: Timeline;
  readonly usage: Timeline;
  readonly request: Timeline;
  readonly limit: Timeline;
  readonly lower: Timeline;
  readonly upper: Timeline;
  readonly withOom: boolean;
}

interface Bucket {
  readonly time: Date;
  readonly demand: number;
  readonly demandMax: number;
  readonly usage: number;
  readonly request: number;
  readonly limit: number;
  readonly lower: number;
  readonly upper: number;
}

const height = 118;

/** One pod under every agent: CPU on the left, memory on the right, one row an agent, all rows on one scale. */
export function podTimelines(report: VerticalReport, pod: ReportPod, styles: readonly AgentStyle[]): Html {
  const workload = report.workloads[pod.workload]!;
  const rows = pod.timelines.map((timeline) => {
    const panels = [
      ...(workload.hasCpu ? [cpuPanel(pod, timeline)] : []),
      ...(workload.hasMemory ? [memoryPanel(pod, timeline)] : []),
    ];
    return { timeline, panels };
  });
  const tops = rows[0]?.panels.map((_, i) => Math.max(...rows.map(({ panels }) => ceiling(panels[i]!)))) ?? [];
  return html`<div class="timelines">${rows.map(({ timeline, panels }, row) => {
    const style = styles[timeline.agent]!;
    return html`<div class="row"><h4 style="color:${style.colour}">${style.label}</h4>${panels.map((panel, i) =>
      timelinePanel(pod, timeline, panel, style, tops[i]!, row === rows.length - 1),
    )}</div>`;
  })}</div>`;
}

function timelinePanel(
  pod: ReportPod,
  timeline: ReportTimeline,
  panel: Panel,
  style: AgentStyle,
  top: number,
  withTimeAxis: boolean,
): Html {
  const buckets = bucketsOf(pod, panel, top);
  const marks = timeline.marks.map((mark) => ({ ...mark, when: new Date(mark.time * 1000) }));
  const kills = panel.withOom ? marks.filter(({ kind }) => kind === 'oom') : [];
  const restarts = marks.filter(({ kind }) => kind === 'restart');
  const limitDiffers = buckets.some(({ limit, request }) => limit !== request && Number.isFinite(limit));
  const stepped = { x: 'time', curve: 'step-after' } as const;
  return drawPlot({
    width: 520,
    height: withTimeAxis ? height + 22 : height,
    marginLeft: 46,
    marginRight: 8,
    marginTop: 16,
    marginBottom: withTimeAxis ? 26 : 6,
    x: { type: 'utc', label: null, ...(withTimeAxis ? {} : { axis: null }) },
    y: { domain: [0, top], label: `↑ ${panel.title}`, ticks: 4, grid: true },
    marks: [
      Plot.areaY(whereChanged(buckets, ['lower', 'upper']), {
        ...stepped,
        y1: 'lower',
        y2: 'upper',
        fill: style.colour,
        fillOpacity: 0.1,
      }),
      Plot.areaY(buckets, { x: 'time', y1: 'demand', y2: 'demandMax', fill: '#bbb', fillOpacity: 0.7 }),
      Plot.lineY(buckets, { x: 'time', y: 'usage', stroke: '#333', strokeWidth: 0.9 }),
      ...(limitDiffers
        ? [
            Plot.lineY(whereChanged(buckets, ['limit']), {
              ...stepped,
              y: 'limit',
              stroke: style.colour,
              strokeWidth: 1.2,
              strokeDasharray: '2 2',
            }),
          ]
        : []),
      Plot.lineY(whereChanged(buckets, ['request']), {
        ...stepped,
        y: 'request',
        stroke: style.colour,
        strokeWidth: 1.7,
      }),
      ...(panel.withOom
        ? []
        : [
            Plot.areaY(whereThrottled(buckets), {
              x: 'time',
              y1: 'limit',
              y2: 'demandMax',
              fill: '#d7301f',
              fillOpacity: 0.75,
            }),
          ]),
      Plot.dot(restarts, { x: 'when', y: 0, symbol: 'triangle', r: 3, fill: '#666', title: () => 'restart' }),
      Plot.dot(kills, {
        x: 'when',
        y: top,
        symbol: 'times',
        r: 4,
        stroke: '#b2182b',
        strokeWidth: 2,
        title: (d: { count: number }) => `OOM kill × ${d.count}`,
      }),
      Plot.ruleY([0]),
    ],
    symbol: { type: 'identity' },
  });
}

/** The buckets in which one of the values differs from the bucket before, and the last: all that a stepped line needs. */
function whereChanged(buckets: readonly Bucket[], keys: readonly (keyof Bucket)[]): readonly Bucket[] {
  return buckets.filter((bucket, i) => {
    const before = buckets[i - 1];
    return before === undefined || i === buckets.length - 1 || keys.some((key) => !Object.is(bucket[key], before[key]));
  });
}

/** Buckets whose demand reached above the limit, with one bucket without height on either side of each run. */
function whereThrottled(buckets: readonly Bucket[]): readonly Bucket[] {
  const over = buckets.map(({ demandMax, limit }) => demandMax > limit);
  return buckets.flatMap((bucket, i) => {
    if (over[i]) return [bucket];
    if (over[i - 1] || over[i + 1]) return [{ ...bucket, demandMax: bucket.limit }];
    return over[i - 2] ? [{ ...bucket, demandMax: Number.NaN }] : [];
  });
}

/** The panel's arrays by bucket; what lies above the panel is drawn at its edge. */
function bucketsOf(pod: ReportPod, panel: Panel, top: number): readonly Bucket[] {
  const value = (timeline: Timeline, i: number) => {
    const found = timeline[i];
    return found === null || found === undefined ? Number.NaN : Math.min(found / panel.unit, top);
  };
  return panel.usage.map((_, i) => ({
    time: new Date((pod.startTime + i * pod.bucketSeconds) * 1000),
    demand: value(panel.demandMean, i),
    demandMax: value(panel.demandMax, i),
    usage: value(panel.usage, i),
    request: value(panel.request, i),
    limit: value(panel.limit, i),
    lower: value(panel.lower, i),
    upper: value(panel.upper, i),
  }));
}

function cpuPanel(pod: ReportPod, timeline: ReportTimeline): Panel {
  return {
    title: 'CPU, cores',
    unit: 1000,
    demandMean: pod.demand.cpuMean,
    demandMax: pod.demand.cpuMax,
    usage: timeline.cpuUsage,
    request: timeline.cpuRequest,
    limit: timeline.cpuLimit,
    lower: timeline.cpuLowerBound,
    upper: timeline.cpuUpperBound,
    withOom: false,
  };
}

function memoryPanel(pod: ReportPod, timeline: ReportTimeline): Panel {
  return {
    title: 'memory, GiB',
    unit: 1024,
    demandMean: pod.demand.memoryMean,
    demandMax: pod.demand.memoryMax,
    usage: timeline.memoryUsage,
    request: timeline.memoryRequest,
    limit: timeline.memoryLimit,
    lower: timeline.memoryLowerBound,
    upper: timeline.memoryUpperBound,
    withOom: true,
  };
}

/** Room for demand and request; bounds may leave the panel (Kubernetes' upper bound starts at a hundred thousand cores). */
function ceiling({ demandMax, request, unit }: Panel): number {
  const highest = (timeline: Timeline) => timeline.reduce<number>((top, value) => Math.max(top, value ?? 0), 0);
  const demand = highest(demandMax) / unit;
  return 1.08 * Math.max(demand, Math.min(highest(request) / unit, 2.5 * demand), 1e-6);
}
