import { Command } from 'commander';
import type { VerticalAgent } from '../../agents/vertical/agent.js';
import { verticalRoster } from '../../agents/vertical/registry.js';
import { InputError } from '../../env/core/input-error.js';
import { bytesPerMebibyte } from '../../env/core/mebibyte.js';
import { fallbackRequest, verticalConfig } from '../../env/vertical/config-schema.js';
import { milliValue, parseQuantity, value } from '../../workloads/quantity.js';
import { type ReplayOptions, replay } from '../replay/replay.js';
import type { Requests } from '../replay/replayed-pod.js';
import { textOutput } from '../replay/text-output.js';

interface ReplayFlags {
  readonly recommender: string;
  readonly every: string;
  readonly request?: string;
  readonly json?: true;
  readonly table?: true;
}

const help = `
INPUT is one of
  events       one a line, gzip or not, or - for standard input:
               S,unixSeconds,cpuMillicores,memoryBytes is a usage sample (an empty amount was not measured),
               O,unixSeconds,requestedMemoryBytes is an OOM kill
  Prometheus   the saved answer of /api/v1/query_range, CPU and memory of any number of containers
  others       a series file, or any trace that scalegym workload import knows

Events give one JSON line after every K-th sample: the time, and lower bound, target and upper bound as
[millicores, bytes]. Everything else gives a table a container: what it requests, what the recommender says, and
where the updater would act and why (a request out of range, a change of 10 % or more after 12 hours, a quick OOM
kill). Once it acts the pod is new and requests the target; the replica budget is taken to allow it. A container
counts as started at its first sample.

Examples:
  scalegym replay --every 60 usage.events.csv.gz
  zcat usage.events.csv.gz | scalegym replay --every 1 - | jq .target
  scalegym replay --every 1440 prometheus.json
  scalegym replay --request cpu=500m,memory=1Gi --table usage.events.csv
  scalegym replay --recommender kubernetes:targetCpuPercentile=0.95 --json prometheus.json
`;

/** `scalegym replay`: what a recommender would have said over recorded usage, and when the updater would have acted. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('Say what a recommender would have recommended over recorded usage.')
    .argument('<input>', 'recorded usage; - for events on standard input')
    .option('--recommender <agent>', 'agent with its options, as scalegym agents lists them', 'kubernetes')
    .option('--every <k>', 'show a recommendation after every k-th sample', '60')
    .option('--request <amounts>', 'what containers request at first where the input does not say: cpu=500m,memory=1Gi')
    .option('--json', 'write JSON lines')
    .option('--table', 'write tables')
    .addHelpText('after', help)
    .action(async (input: string, flags: ReplayFlags) => {
      const onLeftOut = (text: string) => process.stderr.write(`${text}\n`);
      await replay(input, { ...optionsFromFlags(flags), onLeftOut }, textOutput(process.stdout));
    });
}

function optionsFromFlags(flags: ReplayFlags): ReplayOptions {
  const every = Number(flags.every);
  if (!Number.isSafeInteger(every) || every < 1)
    throw new InputError({ field: '--every', value: flags.every }, 'a whole number from 1');
  if (flags.json === true && flags.table === true)
    throw new InputError({ field: '--table' }, 'only one of --json and --table');
  const requests = flags.request === undefined ? noRequests : requestsFromText(flags.request);
  const format = flags.json === true ? 'lines' : flags.table === true ? 'table' : undefined;
  return { recommender: recommenderFromText(flags.recommender), every, requests, format };
}

const noRequests: Requests = { cpuMillicores: Number.NaN, memoryBytes: Number.NaN };

function requestsFromText(text: string): Requests {
  let requests = noRequests;
  for (const pair of text.split(',')) {
    const [name, amount = ''] = pair.split('=').map((part) => part.trim());
    const quantity = parseQuantity(amount, { field: '--request' });
    if (quantity.nano < 0n) throw new InputError({ field: '--request', value: amount }, 'an amount ≥ 0');
    if (name === 'cpu') requests = { ...requests, cpuMillicores: Number(milliValue(quantity)) };
    else if (name === 'memory') requests = { ...requests, memoryBytes: Number(value(quantity)) };
    else throw new InputError({ field: '--request', value: name }, 'cpu=… or memory=…');
  }
  return requests;
}

function recommenderFromText(text: string): ReplayOptions['recommender'] {
  const place = '--recommender';
  const { agent, config } = verticalRoster.configure(verticalRoster.parse(text, place), place);
  if (agent.kind !== 'recommender')
    throw new InputError({ field: place, value: text }, `a recommender; ${agent.id} needs to know the future`);
  return (stepSeconds, requests) => createRecommender(agent, config, stepSeconds, requests);
}

function createRecommender(
  agent: Extract<VerticalAgent, { kind: 'recommender' }>,
  config: unknown,
  stepSeconds: number,
  { cpuMillicores, memoryBytes }: Requests,
): ReturnType<ReplayOptions['recommender']> {
  const nothing = new Float64Array(0);
  return agent.create(config, {
    seed: 1,
    stepSeconds,
    config: verticalConfig(),
    initialRequest: {
      cpuMillicores: Number.isNaN(cpuMillicores) ? fallbackRequest.cpuMillicores : cpuMillicores,
      memoryMebibytes: Number.isNaN(memoryBytes) ? fallbackRequest.memoryMebibytes : memoryBytes / bytesPerMebibyte,
    },
    future: {
      id: 'replay',
      startTime: 0,
      stepSeconds,
      cpuMillicores: nothing,
      memoryBytes: nothing,
      source: { dataset: 'replay', entity: 'replay', assumptions: {} },
    },
  });
}
