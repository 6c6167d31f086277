import { InputError } from '../env/core/input-error.js';

/** An agent and its options as plain JSON, so that a trial can be queued, repeated or sent elsewhere. */
export interface AgentSpec {
  readonly id: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * Reads how people name an agent: `kubernetes`, `moving-window:percentile=0.95,hours=24`, or the JSON form
 * `{"id": "moving-window", "config": {"hours": 24}}`. Nested options are written with dots: `memory.policy=max`. Whether there is
 * such an agent is for an {@link AgentRoster} to say.
 *
 * @param place the flag or file the text came from, named in errors
 * @throws InputError for text of neither form
 */
export function readAgentSpec(text: string, place: string): AgentSpec {
  return text.trimStart().startsWith('{') ? parseJson(text, place) : parseShort(text, place);
}

/** A short label for tables: the id, and the options that were given. What an agent was handed to start from is not spelled out. */
export function agentLabel(spec: AgentSpec): string {
  const options = flatten(spec.config).map(([key, value]) => (value === handedOver ? key : `${key}=${String(value)}`));
  return options.length === 0 ? spec.id : `${spec.id}:${options.join(',')}`;
}

function parseJson(text: string, place: string): AgentSpec {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError({ file: place, value: text }, 'JSON such as {"id": "static", "config": {}}');
  }
  const { id, config = {}, ...rest } = value as { id?: unknown; config?: unknown };
  if (typeof id !== 'string') throw new InputError({ file: place, field: 'id', value: id }, 'the name of an agent');
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new InputError({ file: place, field: 'config', value: config }, 'an object of options');
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new InputError({ file: place, field: unknown }, 'only "id" and "config"');
  return { id, config: config as Record<string, unknown> };
}

function parseShort(text: string, place: string): AgentSpec {
  const colon = text.indexOf(':');
  if (colon < 0) return { id: text.trim(), config: {} };
  const config: Record<string, unknown> = {};
  for (const pair of text.slice(colon + 1).split(',')) {
    const equals = pair.indexOf('=');
    if (equals <= 0) throw new InputError({ file: place, field: text, value: pair }, 'option=value');
    assign(config, pair.slice(0, equals).trim().split('.'), literal(pair.slice(equals + 1).trim()));
  }
  return { id: text.slice(0, colon).trim(), config };
}

function literal(text: string): unknown {
  if (text === 'true') return true;
  if (text === 'false') return false;
  const number = Number(text);
  return text !== '' && !Number.isNaN(number) ? number : text;
}

function assign(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [head, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) target[head] = value;
  else {
    target[head] ??= {};
    assign(target[head] as Record<string, unknown>, rest, value);
  }
}

/** Stands for the learned state of an earlier run: too much for a label. */
const handedOver = Symbol('handed over');

function flatten(config: object, prefix = ''): readonly (readonly [string, unknown])[] {
  return Object.entries(config).flatMap(([key, value]): readonly (readonly [string, unknown])[] => {
    if (key === 'hotStart') return [[`${prefix}${key}`, handedOver]];
    return typeof value === 'object' && value !== null
      ? flatten(value, `${prefix}${key}.`)
      : [[`${prefix}${key}`, value]];
  });
}
