import * as Plot from '@observablehq/plot';
import type { AgentStyle } from '../../report/agent-style.js';
import { drawPlot } from '../../report/figure.js';
import { type Html, html } from '../../report/html.js';
import { counted, numberText } from '../../report/number-text.js';
import type { Timeline } from '../../report-data.js';
import type { ReportEpisode, ReportEpisodeTimeline } from '../report-data.js';

/** What all rows of an episode share: time in hours since its beginning, and scales. */
interface Scales {
  readonly hours: number;
  readonly bucketHours: number;
  /** Milliseconds, logarithmic. */
  readonly latency: readonly [number, number];
  readonly pods: number;
}

interface Step {
  readonly hour: number;
  readonly value: number;
}

/** Buckets in a row of which the same share of the intervals violates the objective. */
export interface ViolatedSpan {
  /** First bucket, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** 0 … 1. */
  readonly share: number;
}

const margin = { marginLeft: 50, marginRight: 8 };
const width = 535;
const violationColour = '#d7301f';

/**
 * One load under every agent: the load first, then a row an agent with its latency on the left and its pods on the right; all rows
 * share their scales.
 *
 * @param percentileText of the objective, `p95`
 */
export function episodeFigure(episode: ReportEpisode, percentileText: string, styles: readonly AgentStyle[]): Html {
  const scales = scalesOf(episode);
  return html`<div class="timelines"><div class="row"><h4>load</h4>${loadPanel(episode, scales)}${
    episode.leastPods === null ? null : leastPodsPanel(episode.leastPods, scales)
  }</div>${episode.timelines.map((timeline, row) => {
    const style = styles[timeline.agent]!;
    const last = row === episode.timelines.length - 1;
    return html`<div class="row"><h4 style="color:${style.colour}">${style.label} <small>${courseText(timeline)}</small></h4>${latencyPanel(
      episode,
      timeline,
      style,
      scales,
      `↑ ${percentileText} latency`,
      last,
    )}${podsPanel(episode, timeline, style, scales, last)}</div>`;
  })}</div>`;
}

/** The spans of a timeline that hold a violation. */
export function violatedSpans(violated: Timeline): readonly ViolatedSpan[] {
  const spans: ViolatedSpan[] = [];
  violated.forEach((value, bucket) => {
    const share = value ?? 0;
    const last = spans.at(-1);
    if (share <= 0) return;
    if (last?.to === bucket && last.share === share) spans[spans.length - 1] = { ...last, to: bucket + 1 };
    else spans.push({ from: bucket, to: bucket + 1, share });
  });
  return spans;
}

function courseText({ violated, readyPods, cumulativeCost }: ReportEpisodeTimeline): string {
  const meanOf = (timeline: Timeline) => {
    const known = timeline.filter((value) => value !== null);
    return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
  };
  const cost = cumulativeCost.findLast((value) => value !== null);
  const pods = numberText(meanOf(readyPods), 2);
  return `${numberText(100 * meanOf(violated), 2)} % of the time in violation, ${pods} pods serving, $${numberText(cost, 2)}`;
}

function loadPanel({ load, loadUnit }: ReportEpisode, scales: Scales): Html {
  return drawPlot({
    ...panelFrame(96, false),
    x: timeScale(scales, false),
    y: {
      domain: [0, 1.08 * highest(load)],
      label: loadUnit === 'users' ? '↑ users' : '↑ requests/s',
      ticks: 4,
      grid: true,
    },
    marks: [
      Plot.areaY(steps(load, scales), { x: 'hour', y: 'value', curve: 'step-after', fill: '#c9c9c9' }),
      Plot.ruleY([0]),
    ],
  });
}

function leastPodsPanel(leastPods: Timeline, scales: Scales): Html {
  return drawPlot({
    ...panelFrame(96, false),
    x: timeScale(scales, false),
    y: podScale(scales, '↑ least pods'),
    marks: [leastPodsLine(leastPods, scales), Plot.ruleY([0])],
  });
}

function latencyPanel(
  episode: ReportEpisode,
  timeline: ReportEpisodeTimeline,
  style: AgentStyle,
  scales: Scales,
  label: string,
  withTimeAxis: boolean,
): Html {
  const [low, high] = scales.latency;
  const within = (latency: number | null) => (latency === null ? null : Math.min(high, Math.max(low, latency)));
  const spans = violatedSpans(timeline.violated).map(({ from, to, share }) => ({
    x1: from * scales.bucketHours,
    x2: to * scales.bucketHours,
    share,
  }));
  return drawPlot({
    ...panelFrame(84, withTimeAxis),
    x: timeScale(scales, withTimeAxis),
    y: {
      type: 'log',
      domain: scales.latency,
      label,
      ticks: latencyTicks(scales.latency),
      tickFormat: latencyText,
      grid: true,
    },
    marks: [
      Plot.rect(spans, {
        x1: 'x1',
        x2: 'x2',
        y1: low,
        y2: high,
        fill: violationColour,
        fillOpacity: (d: ViolatedSpan) => 0.12 + 0.24 * d.share,
        className: 'violated',
      }),
      Plot.ruleY([episode.objectiveMs], { stroke: '#333', strokeDasharray: '4 3', strokeWidth: 0.9 }),
      Plot.lineY(
        timeline.latencyMs.map((latency, i) => ({ hour: (i + 0.5) * scales.bucketHours, value: within(latency) })),
        { x: 'hour', y: 'value', stroke: style.colour, strokeWidth: 1 },
      ),
    ],
  });
}

function podsPanel(
  { leastPods, load }: ReportEpisode,
  timeline: ReportEpisodeTimeline,
  style: AgentStyle,
  scales: Scales,
  withTimeAxis: boolean,
): Html {
  const stepped = { x: 'hour', y: 'value', curve: 'step-after' } as const;
  const scaledLoad = load.map((value) => (value === null ? null : (0.92 * scales.pods * value) / highest(load)));
  return drawPlot({
    ...panelFrame(84, withTimeAxis),
    x: timeScale(scales, withTimeAxis),
    y: podScale(scales, '↑ pods'),
    marks: [
      ...(leastPods === null ? [Plot.areaY(steps(scaledLoad, scales), { ...stepped, fill: '#e4e4e4' })] : []),
      Plot.areaY(changes(timeline.readyPods, scales), { ...stepped, fill: style.colour, fillOpacity: 0.25 }),
      ...(leastPods === null ? [] : [leastPodsLine(leastPods, scales)]),
      Plot.lineY(changes(timeline.replicas, scales), { ...stepped, stroke: style.colour, strokeWidth: 1.5 }),
      Plot.ruleY([0]),
    ],
  });
}

function leastPodsLine(leastPods: Timeline, scales: Scales): Plot.Markish {
  return Plot.lineY(changes(leastPods, scales), {
    x: 'hour',
    y: 'value',
    curve: 'step-after',
    stroke: '#222',
    strokeWidth: 0.8,
  });
}

function panelFrame(height: number, withTimeAxis: boolean) {
  const marginBottom = withTimeAxis ? 32 : 6;
  return { width, height: height + marginBottom, ...margin, marginTop: 16, marginBottom };
}

function timeScale({ hours }: Scales, withAxis: boolean): Plot.ScaleOptions {
  return { domain: [0, hours], label: 'hours →', ...(withAxis ? {} : { axis: null }) };
}

function podScale({ pods }: Scales, label: string): Plot.ScaleOptions {
  return {
    domain: [0, pods],
    label,
    ticks: 4,
    tickFormat: (value: number) => (Number.isInteger(value) ? String(value) : ''),
    grid: true,
  };
}

/** A point a bucket and one at the end, so that a stepped line covers the last; null is a gap. */
function steps(timeline: Timeline, { bucketHours }: Scales): readonly Step[] {
  const values = timeline.map((value) => value ?? Number.NaN);
  return [...values, values.at(-1) ?? Number.NaN].map((value, i) => ({ hour: i * bucketHours, value }));
}

/** {@link steps} where the value changes: all that a stepped line needs. */
function changes(timeline: Timeline, scales: Scales): readonly Step[] {
  return steps(timeline, scales).filter(
    ({ value }, i, all) => i === 0 || i === all.length - 1 || !Object.is(value, all[i - 1]!.value),
  );
}

function scalesOf({ timelines, bucketSeconds, objectiveMs, leastPods, load }: ReportEpisode): Scales {
  const latencies = timelines.flatMap(({ latencyMs }) => latencyMs.filter((value) => value !== null && value > 0));
  const least = Math.min(objectiveMs / 2, ...latencies.map(Number));
  const most = Math.max(objectiveMs * 2, ...latencies.map(Number));
  const pods = Math.max(
    1,
    highest(leastPods ?? []),
    ...timelines.map(({ replicas, readyPods }) => Math.max(highest(replicas), highest(readyPods))),
  );
  const bucketHours = bucketSeconds / 3600;
  return { hours: load.length * bucketHours, bucketHours, latency: [least / 1.1, most * 1.1], pods: 1.08 * pods };
}

function highest(timeline: Timeline): number {
  return timeline.reduce<number>((top, value) => Math.max(top, value ?? 0), 0);
}

/** One, two, five times powers of ten inside the range; powers only where it is wide. */
function latencyTicks([low, high]: readonly [number, number]): readonly number[] {
  const decades = Math.log10(high / low);
  const digits = decades > 2.2 ? [1] : decades > 1.3 ? [1, 3] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10)
    for (const digit of digits) if (digit * power >= low && digit * power <= high) ticks.push(digit * power);
  return ticks;
}

function latencyText(milliseconds: number): string {
  return milliseconds < 1000
    ? `${Number(milliseconds.toPrecision(2))} ms`
    : `${Number((milliseconds / 1000).toPrecision(2))} s`;
}

/** What the marks of {@link episodeFigure} mean. */
export function episodeLegend(): Html {
  return html`<p class="legend"><span><i class="line" style="background:#0072b2"></i>latency percentile (left), replicas asked for
(right)</span><span><i style="background:#0072b240"></i>pods that serve</span><span><i class="line" style="background:#222"></i>least pods that meet the
objective</span><span><i class="line" style="background:repeating-linear-gradient(90deg,#333 0 4px,transparent 4px 7px)"></i>objective</span><span><i
style="background:${violationColour}5c"></i>in violation</span></p>`;
}

/** What an episode is: its seed, why it is shown and how long a bucket is. */
export function episodeCaption({ seed, reason, load, bucketSeconds }: ReportEpisode, bucketText: string): string {
  const hours = numberText((load.length * bucketSeconds) / 3600, 1);
  return `seed ${seed}: ${reason}; ${hours} h in ${counted(load.length, 'bucket')} of ${bucketText}`;
}
