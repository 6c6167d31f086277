import { headText, type TraceFormat } from './format.js';
import { fileRole, type PrometheusOptions, prometheusOptions, prometheusSeries } from './prometheus-import.js';
import { readMatrix } from './prometheus-matrix.js';
import { PrometheusSamples } from './prometheus-samples.js';

/**
 * Answers of Prometheus range queries (traces.md §11): one or several files of any size, CPU, memory, requests and limits in one file
 * or in several, and the requests sent to services; overlapping files are merged.
 *
 * What a metric is, is taken from the options `cpu`, `memory`, `requests`, `limits`, `load` (file names), else from `__name__`, else from its
 * labels (a status code: requests; a pod or a container: usage) and from the magnitude of its values (from 1 MiB on: bytes, below: cores).
 * What is left open so is what the caller wants, and an error where nobody says.
 */
export const prometheus: TraceFormat<PrometheusOptions> = {
  id: 'prometheus',
  title: 'Prometheus range query, JSON',
  describe:
    'Answers of /api/v1/query_range: container_cpu_usage_seconds_total (rate, or the raw counter), container_memory_working_set_bytes, kube_pod_container_resource_requests and _limits give one usage series a container, pod or workload. Request counters (http_requests_total, istio_requests_total, nginx_ingress_controller_requests, envoy_cluster_upstream_rq_total, traefik_…_requests_total, haproxy_…_http_requests_total, …_seconds_count of requests) and their rates (sum by (service) (rate(…)), recording rules such as job:http_requests:rate5m, requests_per_second) give one load series a service. Raw counters are differenced and begin at 0 after a reset, as in rate(), over pauses of at most five minutes; the series of a service are added up (sumBy), a short gap in one of them is bridged, and what counts the same requests again (Istio’s reporter=source, Traefik’s routers) is left out. A query that kept neither name nor telling labels needs load=FILE, cpu=FILE or memory=FILE, unless loads or usage are asked for.',
  options: prometheusOptions,
  detect(head) {
    const text = headText(head);
    const isAnswer =
      /^\s*[[{]/.test(text) && /"resultType"\s*:|^\s*\[?\s*\{\s*"status"\s*:\s*"(success|error)"/.test(text);
    return isAnswer || /^\s*\[\s*\{\s*"metric"\s*:\s*\{/.test(text) ? 'usage' : undefined;
  },
  async *import(files, options, { report, scan, wanted }) {
    const samples = new PrometheusSamples(options, report, wanted);
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
