import type { ReportAgent } from '../report-data.js';

/** How an agent looks in every figure. */
export interface AgentStyle {
  readonly label: string;
  readonly colour: string;
  readonly symbol: 'circle' | 'square' | 'triangle' | 'diamond' | 'cross' | 'wye' | 'diamond2' | 'square2' | 'star';
}

/** Okabe and Ito's colours, which stay apart for colour-blind readers and in print; bounds are black stars. */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8c6d31', '#7f7f7f'] as const;
const symbols = ['circle', 'square', 'triangle', 'diamond', 'cross', 'wye', 'diamond2', 'square2'] as const;

/** Styles by position. Colours follow the label's alphabetical order, so that they do not change with the ranking. */
export function agentStyles(agents: readonly ReportAgent[]): readonly AgentStyle[] {
  const order = agents
    .filter(({ role }) => role === 'recommender')
    .map(({ label }) => label)
    .sort((a, b) => (a < b ? -1 : 1));
  return agents.map(({ label, role }) => {
    if (role === 'bound') return { label, colour: '#111111', symbol: 'star' };
    const place = order.indexOf(label);
    return { label, colour: colours[place % colours.length]!, symbol: symbols[place % symbols.length]! };
  });
}
