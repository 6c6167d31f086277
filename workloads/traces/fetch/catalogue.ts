import { InputError } from '../../../env/core/input-error.js';
import { borg2019Cell } from './borg-2019-cells.js';
import type { PublicDataset } from './dataset.js';

const azureRepository = 'https://github.com/Azure/AzurePublicDataset';
const alibabaRepository = 'https://github.com/alibaba/clusterdata';
const alibabaBucket = 'https://aliopentrace.oss-cn-beijing.aliyuncs.com';
const alibabaLicence = 'free for research and study (Alibaba cluster trace program)';
const unpackTar = 'Archives are .tar.gz: unpack them before importing.';

/**
 * Public datasets and where their publishers keep them. Addresses are the publishers' own: the links files and release
 * assets of the Azure repository, Google's public buckets, Alibaba's fetch scripts, the AtLarge archive.
 */
export const catalogue: readonly PublicDataset[] = [
  {
    name: 'azure-2017',
    title: 'Azure VM trace V1, 2017: CPU readings of 2.0 M VMs, 30 days, 5 min',
    page: `${azureRepository}/blob/master/AzurePublicDatasetV1.md`,
    baseUrl: `${azureRepository}/releases/download/dataset-v1/`,
    licence: 'CC-BY-4.0',
    cite: "Cortez et al., Resource Central, SOSP'17",
    importAs: 'azure-vm',
    files: [
      { path: 'vmtable/vmtable.csv.gz', remote: 'trace_data_vmtable_vmtable.csv.gz' },
      {
        path: 'vm_cpu_readings/vm_cpu_readings-file-{n}-of-125.csv.gz',
        remote: 'trace_data_vm_cpu_readings_vm_cpu_readings-file-{n}-of-125.csv.gz',
        first: 1,
        last: 125,
      },
    ],
    sample: '{vmtable.csv.gz,vm_cpu_readings-file-1-of-125.csv.gz}',
    notes: ['Readings are ordered by time over all VMs: a whole series of one VM needs all 125 files (78 GB).'],
  },
  {
    name: 'azure-2019',
    title: 'Azure VM trace V2, 2019: CPU readings of 2.7 M VMs, 30 days, 5 min',
    page: `${azureRepository}/blob/master/AzurePublicDatasetV2.md`,
    baseUrl: `${azureRepository}/releases/download/dataset-v2/`,
    licence: 'CC-BY-4.0',
    cite: "Cortez et al., Resource Central, SOSP'17",
    importAs: 'azure-vm',
    files: [
      { path: 'vmtable/vmtable.csv.gz', remote: 'trace_data_vmtable_vmtable.csv.gz' },
      {
        path: 'vm_cpu_readings/vm_cpu_readings-file-{n}-of-195.csv.gz',
        remote: 'trace_data_vm_cpu_readings_vm_cpu_readings-file-{n}-of-195.csv.gz',
        first: 1,
        last: 195,
      },
    ],
    sample: '{vmtable.csv.gz,vm_cpu_readings-file-1-of-195.csv.gz}',
    notes: ['Readings are ordered by time over all VMs: a whole series of one VM needs all 195 files (156 GB).'],
  },
  {
    name: 'azure-functions-2019',
    title: 'Azure Functions 2019: invocations a minute, durations, memory, 14 days',
    page: `${azureRepository}/blob/master/AzureFunctionsDataset2019.md`,
    baseUrl: `${azureRepository}/releases/download/dataset-functions-2019/`,
    licence: 'CC-BY-4.0',
    cite: "Shahrad et al., Serverless in the Wild, ATC'20",
    importAs: 'azure-functions',
    files: [
      {
        path: 'azurefunctions-dataset2019.tar.xz',
        remote: 'azurefunctions_dataset2019_azurefunctions-dataset2019.tar.xz',
      },
    ],
    sample: '*',
    notes: ['One .tar.xz (about 140 MB): unpack it before importing.'],
  },
  {
    name: 'azure-functions-2021',
    title: 'Azure Functions 2021: every invocation of two weeks from 31 January',
    page: `${azureRepository}/blob/master/AzureFunctionsInvocationTrace2021.md`,
    baseUrl: `${azureRepository}/raw/master/data/`,
    licence: 'CC-BY-4.0',
    cite: "Zhang et al., Faster and Cheaper Serverless Computing on Harvested Resources, SOSP'21",
    importAs: 'azure-functions',
    files: [
      {
        path: 'AzureFunctionsInvocationTraceForTwoWeeksJan2021.rar',
        remote: 'AzureFunctionsInvocationTraceForTwoWeeksJan2021.rar',
      },
    ],
    sample: '*',
    notes: ['A .rar with one text file: unpack it before importing.'],
  },
  {
    name: 'azure-llm-2023',
    title: 'Azure LLM inference 2023: requests of a coding and a conversation service, 1 h',
    page: `${azureRepository}/blob/master/AzureLLMInferenceDataset2023.md`,
    baseUrl: `${azureRepository}/raw/master/data/`,
    licence: 'CC-BY-4.0',
    cite: "Patel et al., Splitwise, ISCA'24",
    importAs: 'azure-llm',
    files: [
      { path: 'AzureLLMInferenceTrace_code.csv', remote: 'AzureLLMInferenceTrace_code.csv' },
      { path: 'AzureLLMInferenceTrace_conv.csv', remote: 'AzureLLMInferenceTrace_conv.csv' },
    ],
    sample: '*',
    notes: [],
  },
  {
    name: 'azure-llm-2024',
    title: 'Azure LLM inference 2024: requests of a coding and a conversation service, one week',
    page: `${azureRepository}/blob/master/AzureLLMInferenceDataset2024.md`,
    baseUrl: `${azureRepository}/releases/download/dataset-llm-2024/`,
    licence: 'CC-BY-4.0',
    cite: "Stojkovic et al., DynamoLLM, HPCA'25",
    importAs: 'azure-llm',
    files: [
      { path: 'AzureLLMInferenceTrace_code_1week.csv', remote: 'AzureLLMInferenceTrace_code_1week.csv' },
      { path: 'AzureLLMInferenceTrace_conv_1week.csv', remote: 'AzureLLMInferenceTrace_conv_1week.csv' },
    ],
    sample: '*code*',
    notes: ['0.7 GB (code) and 1.1 GB (conversation).'],
  },
  {
    name: 'borg-2011',
    title: 'Google ClusterData 2011 (v2.1): task usage of one Borg cell, 29 days, 5 min',
    page: 'https://github.com/google/cluster-data/blob/master/ClusterData2011_2.md',
    baseUrl: 'https://storage.googleapis.com/clusterdata-2011-2/',
    licence: 'CC-BY-4.0',
    cite: 'Reiss, Wilkes, Hellerstein, Google cluster-usage traces: format + schema, 2011',
    importAs: 'borg-2011',
    sha256Sums: 'SHA256SUM',
    files: [
      { path: 'schema.csv', remote: 'schema.csv' },
      single('machine_events/part-00000-of-00001.csv.gz'),
      single('machine_attributes/part-00000-of-00001.csv.gz'),
      ...['job_events', 'task_events', 'task_constraints', 'task_usage'].map((table) => ({
        path: `${table}/part-{n}-of-00500.csv.gz`,
        first: 0,
        last: 499,
        digits: 5,
      })),
    ],
    sample: '{task_usage,task_events}/part-00000-of-00500.csv.gz',
    notes: ['41 GB. Shards are ordered by time: a whole series of one task needs all 500 of task_usage.'],
  },
  ...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(borg2019Cell),
  {
    name: 'alibaba-2017',
    title: 'Alibaba cluster trace v2017: containers and batch of 1.3 k machines, 12-24 h',
    page: `${alibabaRepository}/tree/master/cluster-trace-v2017`,
    baseUrl: `${alibabaBucket}/v2017Traces/`,
    licence: alibabaLicence,
    cite: "Lu et al., Imbalance in the Cloud, BigData'17",
    importAs: 'alibaba-2017',
    files: [single('alibaba-trace-2017.tar.gz')],
    sample: '*',
    notes: [unpackTar],
  },
  {
    name: 'alibaba-2018',
    title: 'Alibaba cluster trace v2018: containers, batch and 4 k machines, 8 days',
    page: `${alibabaRepository}/tree/master/cluster-trace-v2018`,
    baseUrl: `${alibabaBucket}/v2018Traces/`,
    licence: alibabaLicence,
    cite: "Guo et al., Who Limits the Resource Efficiency of My Datacenter, IWQoS'19",
    importAs: 'alibaba-2018',
    files: ['machine_meta', 'machine_usage', 'container_meta', 'container_usage', 'batch_task', 'batch_instance'].map(
      (table) => single(`${table}.tar.gz`),
    ),
    sample: '{machine_meta,machine_usage,container_meta}.tar.gz',
    notes: [unpackTar, 'container_usage is 28 GB; the publisher asks users to fill in a short survey on the page.'],
  },
  {
    name: 'alibaba-microservices-2021',
    title: 'Alibaba microservices v2021: container metrics and call graphs of 20 k services, 12 h',
    page: `${alibabaRepository}/tree/master/cluster-trace-microservices-v2021`,
    baseUrl: `${alibabaBucket}/v2021MicroservicesTraces/`,
    licence: alibabaLicence,
    cite: "Luo et al., Characterizing Microservice Dependency and Performance, SoCC'21",
    importAs: null,
    files: [
      { path: 'Node/Node_0.tar.gz', remote: 'node/Node_0.tar.gz' },
      { path: 'MSResource/MSResource_{n}.tar.gz', first: 0, last: 11 },
      { path: 'MSRTQps/MSRTQps_{n}.tar.gz', first: 0, last: 24 },
      { path: 'MSCallGraph/MSCallGraph_{n}.tar.gz', first: 0, last: 144 },
    ],
    sample: 'MSResource_0.tar.gz',
    notes: [unpackTar],
  },
  {
    name: 'alibaba-microservices-2022',
    title: 'Alibaba microservices v2022: container metrics and call graphs of 28 k services, 13 days',
    page: `${alibabaRepository}/tree/master/cluster-trace-microservices-v2022`,
    baseUrl: `${alibabaBucket}/v2022MicroservicesTraces/`,
    licence: alibabaLicence,
    cite: "Luo et al., The Power of Prediction, SoCC'22",
    importAs: null,
    files: [
      {
        path: 'MSMetrics/MSMetrics_{n}.tar.gz',
        remote: 'MSMetricsUpdate/MSMetricsUpdate_{n}.tar.gz',
        first: 0,
        last: 623,
      },
      {
        path: 'NodeMetrics/NodeMetrics_{n}.tar.gz',
        remote: 'NodeMetricsUpdate/NodeMetricsUpdate_{n}.tar.gz',
        first: 0,
        last: 25,
      },
      { path: 'MSRTMCR/MSRTMCR_{n}.tar.gz', remote: 'MCRRTUpdate/MCRRTUpdate_{n}.tar.gz', first: 0, last: 6239 },
      { path: 'CallGraph/CallGraph_{n}.tar.gz', first: 0, last: 6239 },
    ],
    sample: 'MSMetrics_0.tar.gz',
    notes: [
      unpackTar,
      'Files are cut by time: MSMetrics every 30 min, NodeMetrics every 12 h, the others every 3 min of 13 days.',
    ],
  },
  {
    name: 'bitbrains',
    title: 'GWA-T-12 Bitbrains: CPU and memory of 1 750 business VMs, 2013, 5 min',
    page: 'https://atlarge-research.com/gwa-t-12/',
    baseUrl: 'https://atlarge-research.com/gwa-traces/',
    licence: 'free for research with citation (Grid Workloads Archive)',
    cite: "Shen, van Beek, Iosup, Statistical Characterization of Business-Critical Workloads, CCGrid'15",
    importAs: 'bitbrains',
    files: [single('gwa_t_12_fastStorage.zip'), single('gwa_t_12_rnd.zip')],
    sample: 'gwa_t_12_fastStorage.zip',
    notes: ['Zip archives of one CSV a VM (128 MB and 156 MB): unpack them before importing.'],
  },
  {
    name: 'nab',
    title: 'Numenta Anomaly Benchmark: AWS CloudWatch series, 2 weeks, 5 min',
    page: 'https://github.com/numenta/NAB',
    baseUrl: 'https://raw.githubusercontent.com/numenta/NAB/master/data/',
    licence: 'MIT-style (numenta/NAB, LICENSE.txt)',
    cite: "Lavin, Ahmad, Evaluating Real-time Anomaly Detection Algorithms, ICMLA'15",
    importAs: 'nab',
    files: [
      ...['24ae8d', '53ea38', '5f5533', '77c1ca', '825cc2', 'ac20cd', 'c6585a', 'fe7f93'].map((id) =>
        single(`realAWSCloudwatch/ec2_cpu_utilization_${id}.csv`),
      ),
      ...['cc0c53', 'e47b3b'].map((id) => single(`realAWSCloudwatch/rds_cpu_utilization_${id}.csv`)),
      single('realAWSCloudwatch/elb_request_count_8c0756.csv'),
      single('realAWSCloudwatch/grok_asg_anomaly.csv'),
      single('realKnownCause/cpu_utilization_asg_misconfiguration.csv'),
    ],
    sample: '*',
    notes: [],
  },
  {
    name: 'nasa-http',
    title: 'NASA Kennedy Space Center web server log, July and August 1995',
    page: 'https://ita.ee.lbl.gov/html/contrib/NASA-HTTP.html',
    baseUrl: 'https://ita.ee.lbl.gov/traces/',
    licence: 'freely redistributable (Internet Traffic Archive)',
    cite: "Arlitt, Williamson, Web Server Workload Characterization, SIGMETRICS'96",
    importAs: 'nasa-http',
    files: [single('NASA_access_log_Jul95.gz'), single('NASA_access_log_Aug95.gz')],
    sample: '*Jul95.gz',
    notes: [],
  },
];

/**
 * A dataset by name.
 *
 * @throws InputError listing the names
 */
export function datasetNamed(name: string): PublicDataset {
  const found = catalogue.find((dataset) => dataset.name === name);
  if (found === undefined)
    throw new InputError(
      { field: 'NAME', value: name },
      `one of ${catalogue.map((dataset) => dataset.name).join(', ')}`,
    );
  return found;
}

function single(path: string) {
  return { path, remote: path };
}
