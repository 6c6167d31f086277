import type { AgentStyle } from '../../report/agent-style.js';
import { curvePlot } from '../../report/curve-plot.js';
import { type Html, html } from '../../report/html.js';
import type { OrangePartSummary, OrangeSummary } from '../summary.js';

/** Violations and regret as they pile up, mean and interval over runs. Those who violate far more than others leave the frame. */
export function learningFigure(
  part: OrangePartSummary,
  { curveRounds, plan }: OrangeSummary,
  styles: readonly AgentStyle[],
): Html {
  const panel = (of: 'violations' | 'regret', label: string, scale: 'linear' | 'square-root') => {
    const curves = part.rows.flatMap((row) =>
      row.agent === null || plan.agents[row.agent]!.role === 'oracle'
        ? []
        : [
            {
              agent: row.agent,
              points: row[of].map(({ mean, low, high }, i) => ({ x: curveRounds[i]!, y: mean, low, high })),
            },
          ],
    );
    return curvePlot(
      curves,
      {
        width: 1000,
        height: 330,
        marginLeft: 56,
        marginRight: 190,
        marginTop: 24,
        marginBottom: 34,
        x: { label: 'rounds →', domain: [0, plan.rounds] },
        y: { label, scale },
        labelCharacters: 32,
      },
      styles,
    );
  };
  return html`${panel('violations', '↑ violations so far', 'linear')}${panel('regret', '↑ regret so far', 'square-root')}`;
}
