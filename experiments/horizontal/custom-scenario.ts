import { InputError } from '../../env/core/input-error.js';
import type { HorizontalConfig } from '../../env/horizontal/config.js';
import type { HorizontalConfigOptions } from '../../env/horizontal/config-options.js';
import { horizontalConfig } from '../../env/horizontal/config-schema.js';
import { type DemandLaw, demandLaw } from '../../env/horizontal/demand/index.js';
import { layLoad } from '../../env/horizontal/load-layout.js';
import { loadUnit } from '../../env/horizontal/load-unit.js';
import type { PlatformConfig } from '../../env/horizontal/platform/index.js';
import type { ReplicaLimits } from '../../env/horizontal/view.js';
import type { LoadChannel, LoadSeries } from '../../workloads/load-series.js';
import { changedOrigin } from './changed-options.js';
import { engineAssumptions } from './engine-assumptions.js';
import type { Scenario } from './scenario.js';

/** A load of one's own on a platform. */
export interface CustomScenarioOptions {
  /** By default the name of the first load. */
  readonly id?: string;
  /** Where the load comes from: a file, a trace. */
  readonly origin: string;
  /** One for all seeds, or one a seed; at least one. */
  readonly loads: readonly LoadSeries[];
  /** By default the first of the {@link loads}. */
  readonly calibration?: LoadSeries;
  /**
   * The service: by default the platform `web` for requests, `orange` for users. Limits, initial replicas and scale that it names stay as
   * they are.
   */
  readonly config?: HorizontalConfigOptions;
  /** The file that the options stand in, named in errors. */
  readonly configFile?: string;
  /** Scale the load so that its highest step is this, in the platform's unit. */
  readonly peak?: number;
}

/** Pods that a load may need at its highest before it is scaled down. */
const mostPods = 12;
/** Room of the limits over the pods that the highest load needs. */
const headroom = 1.5;
/** Pods that a cluster whose nodes are not modelled has room for. */
const roomWithoutNodes = 100;

const unitText: Readonly<Record<LoadChannel, string>> = { requestsPerSecond: 'requests/s', users: 'users' };

/**
 * A scenario from somebody's own load. The load is scaled down where its highest step would need more than 12 pods, the limits leave half as
 * many pods again as that step needs, and the episode begins with the pods that the load needs on average. Everything that was chosen so is
 * listed.
 *
 * @throws InputError for a bad configuration or load, and for a peak that cannot be had
 */
export function customScenario(options: CustomScenarioOptions): Scenario {
  const { origin, loads, calibration = loads[0]! } = options;
  const given = options.config ?? {};
  const named = given.platform === undefined && given.table === undefined;
  const platform = loads[0]!.requestsPerSecond === undefined ? 'orange' : 'web';
  const { config, assumptions } = fitted(named ? { platform, ...given } : given, options);
  const sameLoad = loads.includes(calibration);
  return {
    id: options.id ?? loads[0]!.id,
    origin,
    describe: `${loads[0]!.id} from ${loads[0]!.source.dataset}.`,
    config,
    loads,
    calibration,
    assumptions: [
      ...(named ? [`the service is the platform ${platform}`] : []),
      ...assumptions,
      ...engineAssumptions(config),
      ...(sameLoad ? ['tuned agents are calibrated on the load itself, with other random numbers'] : []),
    ],
  };
}

interface Fit {
  readonly config: HorizontalConfig;
  readonly assumptions: readonly string[];
}

/** Fits a service to its loads: the scale of the loads, the limits and the initial replicas, unless they were given. */
function fitted(given: HorizontalConfigOptions, { loads, peak, origin, configFile }: CustomScenarioOptions): Fit {
  const place = changedOrigin(origin, configFile);
  const config = horizontalConfig(given, place);
  const { backend, objective, decisionSeconds } = config;
  if (backend.kind === 'table') {
    if (peak === undefined) return { config, assumptions: [] };
    throw new InputError(
      { file: origin, field: 'peak', value: peak },
      'no peak with a recorded table, whose loads stand',
    );
  }
  const law = demandLaw(backend.platform, objective, decisionSeconds, backend.kind);
  const laid = loads.map((load) => layLoad(backend.platform, load, config.load, origin));
  const unit = unitText[loadUnit(backend)];
  const highest = Math.max(...laid.map(({ values }) => values.reduce((most, value) => Math.max(most, value), 0)));
  const wanted = wantedPeak(highest, law, given, peak, origin);
  const factor = highest === 0 ? 1 : wanted / highest;
  const scale = config.load.scale * factor;
  const sized =
    given.limits?.maxReplicas === undefined ? roomyLimit(law, wanted, config.limits, backend.platform) : null;
  const limits = {
    minReplicas: config.limits.minReplicas,
    maxReplicas: sized?.maxReplicas ?? config.limits.maxReplicas,
  };
  const initialReplicas =
    given.initialReplicas ??
    usualPods(
      law,
      laid[0]!.values.map((value) => value * factor),
      limits,
      backend.platform,
    );
  return {
    config: horizontalConfig({ ...given, limits, initialReplicas, load: { ...given.load, scale } }, place),
    assumptions: [
      ...new Set(laid.flatMap(({ assumption }) => assumption ?? [])),
      ...(factor === 1
        ? []
        : [
            `the load is multiplied by ${short(factor)}: its highest step is ${short(wanted)} instead of ${short(highest)} ${unit}`,
          ]),
      ...(sized === null ? [] : [sized.reason]),
    ],
  };
}

/** The highest load there is to be. */
function wantedPeak(
  highest: number,
  law: DemandLaw,
  given: HorizontalConfigOptions,
  peak: number | undefined,
  origin: string,
): number {
  if (peak !== undefined) {
    if (peak > 0 && peak < Number.POSITIVE_INFINITY && highest > 0) return peak;
    throw new InputError({ file: origin, field: 'peak', value: peak }, 'a number > 0, and a load that is not always 0');
  }
  const isSized = given.load?.scale !== undefined || given.limits?.maxReplicas !== undefined;
  return isSized ? highest : Math.min(highest, law.highestLoad(mostPods));
}

/** An upper limit with room over the pods that the highest load needs. */
function roomyLimit(
  law: DemandLaw,
  highest: number,
  { minReplicas }: ReplicaLimits,
  platform: PlatformConfig,
): { readonly maxReplicas: number; readonly reason: string } {
  const room = podRoom(platform).atMost;
  const needed = law.leastPods(highest, room);
  const maxReplicas = Math.max(1, minReplicas, Math.min(room, Math.ceil(headroom * needed) + 1));
  return { maxReplicas, reason: `at most ${maxReplicas} pods, as the highest load needs ${needed}` };
}

/** Pods that a load needs on average, as far as the cluster has room for them at the beginning. */
function usualPods(law: DemandLaw, values: Float64Array, limits: ReplicaLimits, platform: PlatformConfig): number {
  const sum = values.reduce((pods, value) => pods + law.leastPods(value, limits.maxReplicas), 0);
  return Math.max(limits.minReplicas, Math.min(podRoom(platform).atFirst, Math.round(sum / values.length)));
}

/** Pods that the cluster has room for, at the beginning and at most. */
function podRoom({ lifeCycle }: PlatformConfig): { readonly atFirst: number; readonly atMost: number } {
  const nodes = lifeCycle.mode === 'kubernetes' ? lifeCycle.nodes : null;
  if (nodes === null) return { atFirst: roomWithoutNodes, atMost: roomWithoutNodes };
  return { atFirst: nodes.initial * nodes.podsPerNode, atMost: nodes.max * nodes.podsPerNode };
}

function short(value: number): number {
  return Number(value.toPrecision(3));
}
