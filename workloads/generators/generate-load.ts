import { type LoadSeries, loadChannels, validateLoadSeries } from '../load-series.js';
import type { GenerateOptions } from './generate-series.js';
import { type LoadConfig, parseLoadConfig } from './load-config.js';
import { loadGenerators } from './registry.js';
import { runTree } from './run-tree.js';

/**
 * Makes the load a configuration describes. The same configuration and seed give the same series everywhere. A node without a name
 * draws other numbers for users than for requests/s; nodes of one name draw the same.
 *
 * @param config as it stands in a file; see {@link parseLoadConfig}
 * @throws InputError naming the file and the dotted field
 */
export function generateLoad(config: unknown, options: GenerateOptions = {}): LoadSeries {
  const parsed = parseLoadConfig(config, options.file);
  const { timesteps, time_interval, start_time, speed, service } = parsed;
  const seed = options.seed ?? parsed.seed;
  const channels = loadChannels.flatMap((channel) => {
    const root = parsed[channel];
    if (root === undefined) return [];
    const grid = { steps: timesteps, stepSeconds: time_interval * speed, startTime: start_time };
    const { cpu } = runTree(root, { registry: loadGenerators, seed, grid, place: [channel], file: options.file });
    return [[channel, cpu] as const];
  });
  const { type } = (parsed.users ?? parsed.requestsPerSecond)!;
  const assumptions = {
    seed,
    ...(speed === 1 ? {} : { speed }),
    ...(parsed.requests_per_user === undefined ? {} : { requestsPerUser: parsed.requests_per_user }),
  };
  return validateLoadSeries({
    id: options.id ?? `${type}-${seed}`,
    startTime: start_time,
    stepSeconds: time_interval,
    ...withOther(Object.fromEntries(channels), parsed),
    source: { dataset: `generator:${type}`, entity: service, assumptions },
  });
}

type Channels = Pick<LoadSeries, 'users' | 'requestsPerSecond'>;

/** Both channels where one can be derived from the other. */
function withOther(channels: Channels, { requests_per_user: ratio }: LoadConfig): Channels {
  if (ratio === undefined) return channels;
  const { users, requestsPerSecond } = channels;
  return users === undefined
    ? { requestsPerSecond: requestsPerSecond!, users: requestsPerSecond!.map((rate) => rate / ratio) }
    : { requestsPerSecond: users.map((count) => count * ratio), users };
}
