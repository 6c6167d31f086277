import type { ZodType } from 'zod';
import { InputError } from '../env/core/input-error.js';
import { parseWith } from '../workloads/parse-with.js';
import { type AgentSpec, readAgentSpec } from './agent-spec.js';

/** What every agent of either half says of itself. */
export interface DescribedAgent {
  readonly id: string;
  readonly title: string;
  readonly describe: string;
  readonly stochastic: boolean;
  readonly kind: string;
  readonly configSchema: ZodType;
}

/** The agents of one half of the environment, by name. */
export class AgentRoster<Agent extends DescribedAgent> {
  private readonly entries: Agent[];

  /** @param agents in the order in which tables show them */
  constructor(agents: readonly Agent[]) {
    this.entries = [...agents];
  }

  /** In the order in which tables show them. */
  get agents(): readonly Agent[] {
    return this.entries;
  }

  /**
   * Adds an agent of one's own, for this thread: comparisons with it run with `workers: 1`, because worker threads know the
   * package's own agents only.
   * @throws InputError for an id that is taken
   */
  register(agent: Agent): void {
    if (this.ids.includes(agent.id))
      throw new InputError(
        { field: 'agent', value: agent.id },
        `an id that is not taken; there are ${this.ids.join(', ')}`,
      );
    this.entries.push(agent);
  }

  get ids(): readonly string[] {
    return this.agents.map(({ id }) => id);
  }

  /**
   * @param place the flag or file the id came from, named in the error
   * @throws InputError when there is no such agent
   */
  byId(id: string, place = 'agent'): Agent {
    const found = this.agents.find((agent) => agent.id === id);
    if (found === undefined)
      throw new InputError({ file: place, field: 'agent', value: id }, `one of ${this.ids.join(', ')}`);
    return found;
  }

  /**
   * The agent of a spec with its options checked and completed by their defaults.
   * @throws InputError for an unknown agent, an unknown option or a bad value
   */
  configure(spec: AgentSpec, place = 'agent'): { readonly agent: Agent; readonly config: unknown } {
    const agent = this.byId(spec.id, place);
    return { agent, config: parseWith(agent.configSchema, spec.config, place, [spec.id]) };
  }

  /**
   * Reads how people name an agent (see {@link readAgentSpec}) and checks it.
   * @throws InputError for an unknown agent, an unknown option or a bad value
   */
  parse(text: string, place = '--agents'): AgentSpec {
    const spec = readAgentSpec(text, place);
    this.configure(spec, place);
    return spec;
  }
}
