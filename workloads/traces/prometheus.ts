import { headText, type TraceFormat } from './format.js';
import { fileRole, type PrometheusOptions, prometheusOptions, prometheusSeries } from './prometheus-import.js';
import { readMatrix } from './prometheus-matrix.js';
import { PrometheusSamples } from './prometheus-samples.js';

/**
 * Answers of Prometheus range queries (traces.md §11): one or several files of any size, CPU, memory, requests and limits in one file
 * or in several; overlapping files are merged.
 *
 * What a metric is, is taken from the options `cpu`, `memory`, `requests`, `limits` (file names), else from `__name__`, else from the
 * magnitude of its values (from 1 MiB on: bytes, below: cores).
 */
export const prometheus: TraceFormat<PrometheusOptions> = {
  id: 'prometheus',
  title: 'Prometheus range query, JSON',
  describe:
    'Answers of /api/v1/query_range: container_cpu_usage_seconds_total (rate, or the raw counter), container_memory_working_set_bytes, kube_pod_container_resource_requests and _limits; one series a container, pod or workload.',
  options: prometheusOptions,
  detect(head) {
    const text = headText(head);
    const isAnswer =
      /^\s*[[{]/.test(text) && /"resultType"\s*:|^\s*\[?\s*\{\s*"status"\s*:\s*"(success|error)"/.test(text);
    return isAnswer || /^\s*\[\s*\{\s*"metric"\s*:\s*\{/.test(text) ? 'usage' : undefined;
  },
  async *import(files, options, { report, scan }) {
    const samples = new PrometheusSamples(options, report);
    for (const file of files) {
      samples.beginFile(file.path, fileRole(file, options));
      await readMatrix(
        file.path,
        ({ labels, count, times, values }) => {
          const series = samples.series(labels);
          for (let i = 0; i < count; i++) samples.sample(series, times[i]!, values[i]!);
        },
        { ...scan, onWarning: (text) => report.remark(text) },
      );
    }
    yield* prometheusSeries(samples, 'prometheus', options, report);
  },
};
