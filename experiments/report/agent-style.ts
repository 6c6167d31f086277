import type { ReportAgent } from '../report-data.js';
import { isDeployable } from './compared.js';

/** How an agent looks in every figure. */
export interface AgentStyle {
  readonly label: string;
  readonly colour: string;
  readonly symbol: (typeof symbols)[number] | 'star';
  /** Pattern of its lines, as SVG's `stroke-dasharray`; null for solid ones. */
  readonly dash: string | null;
}

/**
 * Okabe and Ito's colours, which stay apart for colour-blind readers and in print, then as many others for large comparisons, whose
 * lines are dashed. Bounds are black stars.
 */
const colours = [
  ...['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8c6d31', '#7f7f7f'],
  ...['#332288', '#882255', '#117733', '#aa4499', '#b59a00', '#6699cc', '#661100', '#444444'],
] as const;
const firstDashed = 8;
const symbols = [
  'circle',
  'square',
  'triangle',
  'diamond',
  'cross',
  'wye',
  'diamond2',
  'square2',
  'triangle2',
  'hexagon',
] as const;

/** Styles by position. Colours follow the label's alphabetical order, so that they do not change with the ranking. */
export function agentStyles(agents: readonly Pick<ReportAgent, 'label' | 'role'>[]): readonly AgentStyle[] {
  const order = agents
    .filter(isDeployable)
    .map(({ label }) => label)
    .sort((a, b) => (a < b ? -1 : 1));
  return agents.map((agent) => {
    const { label } = agent;
    if (!isDeployable(agent)) return { label, colour: '#111111', symbol: 'star', dash: null };
    const place = order.indexOf(label) % colours.length;
    return {
      label,
      colour: colours[place]!,
      symbol: symbols[place % symbols.length]!,
      dash: place < firstDashed ? null : '5 2',
    };
  });
}
