import { closeMatch } from './close-match.js';
import { type EnvId, formatEnvId, parseEnvId } from './env-id.js';
import { InputError } from './input-error.js';
import type { EnvSpec } from './spec.js';
import { warn } from './warning.js';

/** Specs by id, with Gymnasium's rules for versions. */
export class SpecTable {
  private readonly specs = new Map<string, EnvSpec>();

  /** All ids in order of registration. */
  ids(): readonly string[] {
    return [...this.specs.keys()];
  }

  /** Adds a spec; one that stands under the same id is replaced, with a warning. */
  add(spec: EnvSpec): void {
    if (this.specs.has(spec.id)) warn(`Environment ${spec.id} was registered already and is replaced.`);
    this.specs.set(spec.id, spec);
  }

  /** The spec under exactly this id. @throws InputError with a hint when there is none */
  get(id: string): EnvSpec {
    const spec = this.specs.get(id);
    if (spec === undefined) throw this.unknown(parseEnvId(id));
    return spec;
  }

  /** The spec that making `id` means: without a version the highest one. Warns of that, and of an old version. */
  find(id: string): EnvSpec {
    const wanted = parseEnvId(id);
    const latest = this.latestVersion(wanted);
    if (wanted.version === null && latest !== null) {
      const full = formatEnvId({ ...wanted, version: latest });
      warn(`Using the latest version ${full} for ${id}.`);
      return this.get(full);
    }
    if (wanted.version !== null && latest !== null && latest > wanted.version && this.specs.has(id))
      warn(`Environment ${id} is out of date; consider version v${latest}.`);
    return this.get(id);
  }

  /** Refuses an id with a version beside one of the same name without, and the other way round. */
  requireOneScheme(id: string): void {
    const wanted = parseEnvId(id);
    const clash = this.sameName(wanted).find(({ version }) => (version === null) !== (wanted.version === null));
    if (clash !== undefined)
      throw new InputError(
        { field: 'register.id', value: id },
        `${clash.version === null ? 'no' : 'a'} version, as ${formatEnvId(clash)} stands already`,
      );
  }

  private latestVersion(wanted: EnvId): number | null {
    const versions = this.sameName(wanted).map(({ version }) => version ?? -1);
    const latest = Math.max(-1, ...versions);
    return latest === -1 ? null : latest;
  }

  private sameName({ namespace, name }: EnvId): readonly EnvId[] {
    return this.ids()
      .map(parseEnvId)
      .filter((id) => id.namespace === namespace && id.name === name);
  }

  private unknown(wanted: EnvId): InputError {
    const value = formatEnvId(wanted);
    const siblings = this.sameName(wanted);
    if (siblings.length > 0) {
      const list = siblings.map(formatEnvId).join(', ');
      const latest = this.latestVersion(wanted) ?? -1;
      const past = wanted.version !== null && wanted.version < latest;
      return new InputError({ field: 'id', value }, past ? `a current version of it: ${list}` : `one of ${list}`);
    }
    const near = closeMatch(unversioned(value), new Set(this.ids().map(unversioned)));
    return new InputError(
      { field: 'id', value },
      near === null
        ? `the id of a registered environment: ${this.ids().join(', ') || 'there are none'}`
        : `the id of a registered environment; did you mean ${near}?`,
    );
  }
}

function unversioned(id: string): string {
  return formatEnvId({ ...parseEnvId(id), version: null });
}
