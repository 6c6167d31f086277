import { InputError } from './input-error.js';

/** An environment id taken apart: `[namespace/]name[-vN]`. */
export interface EnvId {
  readonly namespace: string | null;
  readonly name: string;
  readonly version: number | null;
}

const pattern = /^(?:(?<namespace>[\w:-]+)\/)?(?<name>[\w:.-]+?)(?:-v(?<version>\d+))?$/;

/** @throws InputError when the text is not an id */
export function parseEnvId(id: string): EnvId {
  const parts = typeof id === 'string' ? pattern.exec(id)?.groups : undefined;
  if (parts === undefined) throw new InputError({ field: 'id', value: id }, 'an id of the form [namespace/]name[-vN]');
  const { namespace, name, version } = parts;
  return { namespace: namespace ?? null, name: name!, version: version === undefined ? null : Number(version) };
}

/** The inverse of {@link parseEnvId}. */
export function formatEnvId({ namespace, name, version }: EnvId): string {
  return `${namespace === null ? '' : `${namespace}/`}${name}${version === null ? '' : `-v${version}`}`;
}
