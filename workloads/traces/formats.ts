import { InputError } from '../../env/core/input-error.js';
import { alibaba2017 } from './alibaba-2017.js';
import { alibaba2018 } from './alibaba-2018.js';
import { alibabaGenai } from './alibaba-genai.js';
import { alibabaMicroservices } from './alibaba-microservices.js';
import { arabesque } from './arabesque.js';
import { autothrottle } from './autothrottle.js';
import { azureFunctions } from './azure-functions.js';
import { azureLlm } from './azure-llm.js';
import { azureVm } from './azure-vm.js';
import { azureVmWide } from './azure-vm-wide.js';
import { bitbrains } from './bitbrains.js';
import { borg2011 } from './borg-2011.js';
import { borg2019Csv } from './borg-2019-csv.js';
import { borg2019Json } from './borg-2019-json.js';
import { borg2019Kaggle } from './borg-2019-kaggle.js';
import { borg2019Parquet } from './borg-2019-parquet.js';
import { expandPaths, readHead } from './byte-source.js';
import { cloudCluster } from './cloud-cluster.js';
import { csvMapping } from './csv-mapping.js';
import { datacenterAggregates } from './datacenter-aggregates.js';
import type { TraceFormat } from './format.js';
import { gcdVms } from './gcd-vms.js';
import { gcpMonitoring } from './gcp-monitoring.js';
import { k8sTestbed } from './k8s-testbed.js';
import { kruize } from './kruize.js';
import { nab } from './nab.js';
import { nasaHttp } from './nasa-http.js';
import { openb } from './openb.js';
import { opendc } from './opendc.js';
import { planetlab } from './planetlab.js';
import { prometheus } from './prometheus.js';
import { prometheusCsv } from './prometheus-csv.js';
import { refusalOf } from './unusable-files.js';

/** Every format there is an importer for, the most particular ones first: detection takes the first that knows a file. */
export const traceFormats: readonly TraceFormat[] = [
  borg2019Csv,
  borg2019Json,
  borg2019Parquet,
  borg2019Kaggle,
  borg2011,
  azureVm,
  azureVmWide,
  alibaba2018,
  alibaba2017,
  alibabaMicroservices,
  prometheus,
  gcpMonitoring,
  arabesque,
  bitbrains,
  gcdVms,
  kruize,
  k8sTestbed,
  opendc,
  cloudCluster,
  azureFunctions,
  azureLlm,
  alibabaGenai,
  openb,
  datacenterAggregates,
  nab,
  nasaHttp,
  planetlab,
  autothrottle,
  prometheusCsv,
  csvMapping,
];

/**
 * The format a person means.
 *
 * @param name `auto`, the id of a format, or the beginning of several (`borg-2019`), among which the files' content decides
 * @throws InputError for a name that is none, and for files of no such format, saying what they are where that is known
 */
export async function chooseFormat(name: string, paths: readonly string[]): Promise<TraceFormat> {
  const exact = traceFormats.find(({ id }) => id === name);
  if (exact !== undefined) return exact;
  const candidates = traceFormats.filter(({ id }) => name === 'auto' || id.startsWith(`${name}-`));
  if (candidates.length === 0)
    throw new InputError(
      { field: 'format', value: name },
      `auto or one of ${traceFormats.map(({ id }) => id).join(', ')}`,
    );
  return detect(candidates, paths);
}

async function detect(candidates: readonly TraceFormat[], paths: readonly string[]): Promise<TraceFormat> {
  let refusal: InputError | undefined;
  const files = await expandPaths(paths);
  for (const path of files) {
    const head = await readHead(path);
    const format = candidates.find((candidate) => candidate.detect(head, path) === 'usage');
    if (format !== undefined) return format;
    refusal ??= refusalOf(head, path);
  }
  const names = candidates.map(({ id }) => id).join(', ');
  throw (
    refusal ??
    new InputError({ file: files[0]! }, `a file of one of the formats ${names}; name it with --format if it is one`)
  );
}
