import { Command, Option } from 'commander';
import { z } from 'zod';
import type { DescribedAgent } from '../../agents/agent-roster.js';
import { horizontalRoster } from '../../agents/horizontal/registry.js';
import { verticalRoster } from '../../agents/vertical/registry.js';
import { wrapped } from '../outputs/wrapped.js';

const rosters = { vertical: verticalRoster, horizontal: horizontalRoster } as const;

type HalfName = keyof typeof rosters;

const halfNames = Object.keys(rosters) as HalfName[];

/** `scalegym agents`: every agent with its options. */
export function agentsCommand(): Command {
  return new Command('agents')
    .description('list the agents and their options')
    .addOption(new Option('--env <half>', 'only the agents of one half').choices(halfNames))
    .option('--json', 'print the list, with a JSON schema of the options, as JSON')
    .addHelpText(
      'after',
      `
An option is given after a colon: moving-window:percentile=0.99,hours=48; a nested one with a dot.

Examples:
  scalegym agents --env horizontal
  scalegym agents --json | jq '.[] | select(.id == "autopilot").options'
`,
    )
    .action(({ env, json }: { env?: HalfName; json?: boolean }) => {
      const halves = env === undefined ? halfNames : [env];
      const text = json === true ? `${JSON.stringify(halves.flatMap(describeAgents), null, 2)}\n` : listHalves(halves);
      process.stdout.write(text);
    });
}

interface AgentDescription {
  readonly env: HalfName;
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly describe: string;
  readonly stochastic: boolean;
  /** Defaults of all options that have one. */
  readonly defaults: unknown;
  readonly options: unknown;
}

function describeAgents(env: HalfName): AgentDescription[] {
  const agents: readonly DescribedAgent[] = rosters[env].agents;
  return agents.map(({ id, title, kind, describe, stochastic, configSchema }) => ({
    env,
    id,
    title,
    kind,
    describe,
    stochastic,
    defaults: configSchema.parse({}),
    options: z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }),
  }));
}

/** One line an agent. */
export function listAgents(env: HalfName): string {
  const agents: readonly DescribedAgent[] = rosters[env].agents;
  const width = Math.max(...agents.map(({ id }) => id.length)) + 2;
  return agents.map(({ id, describe }) => `  ${id.padEnd(width)}${describe}\n`).join('');
}

function listHalves(halves: readonly HalfName[]): string {
  return halves.map((env) => `${env.toUpperCase()}\n\n${listAgentsWithOptions(env)}`).join('\n');
}

/** One line an agent, and below it its options with their defaults as they are written on the command line. */
function listAgentsWithOptions(env: HalfName): string {
  return describeAgents(env)
    .map(({ id, describe, defaults, options }) => {
      const lines = wrapped([...optionLines(options, defaults)], 100).map((line) => `    ${line}`);
      return `${[id, `  ${describe}`, ...lines].join('\n')}\n`;
    })
    .join('\n');
}

function* optionLines(schema: unknown, defaults: unknown, prefix = ''): Generator<string> {
  const properties = (schema as { properties?: Record<string, unknown> }).properties ?? {};
  for (const [name, property] of Object.entries(properties)) {
    const value = (defaults as Record<string, unknown> | undefined)?.[name];
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      yield* optionLines(property, value, `${prefix}${name}.`);
    else yield `${prefix}${name}${value === undefined ? '' : `=${JSON.stringify(value)}`}`;
  }
}
