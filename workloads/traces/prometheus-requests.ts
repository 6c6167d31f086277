import type { Labels } from './prometheus-matrix.js';

/** Unit of samples of requests; `auto` takes it from the metric's name. */
export const requestUnits = ['auto', 'perSecond', 'perMinute', 'counter'] as const;

export type RequestUnit = (typeof requestUnits)[number];

/** What the samples of a metric are to a load. */
export interface RequestRole {
  /** Whether samples count up and their rate is the load; undefined where the name leaves it open. */
  readonly isCounter: boolean | undefined;
  /** Factor from the sample (of a counter, from its rate) to requests a second. */
  readonly scale: number;
  /** Where several metrics count the requests of a service, the one with the lowest rank is taken. */
  readonly rank: number;
}

const counter: RequestRole = { isCounter: true, scale: 1, rank: 0 };
const rate: RequestRole = { isCounter: false, scale: 1, rank: 0 };

/** Calls that a service makes, requests that came to nothing, scrapes of the exporter itself, requests for resources: none is offered load. */
const otherRequests =
  /(^|_)(client|failed|failures?|errors?|rejected|dropped|denied|retried|aborted|cancell?ed|throttled|promhttp|resource|cpu|memory)(_|$)/;

/** Counters of requests: Prometheus' naming, Istio, Envoy, Traefik, HAProxy, NGINX, Spring (Micrometer), OpenTelemetry, gRPC. */
const counters: readonly (readonly [pattern: RegExp, rank: number])[] = [
  [/^traefik_entrypoint_requests_total$/, 2],
  [/^traefik_router_requests_total$/, 1],
  [/^haproxy_frontend_http_requests_total$/, 1],
  [/(^|_)(requests?|rq)(_received)?_total$/, 0],
  [/^nginx_ingress_controller_requests$/, 0],
  [/^grpc_server_(handled|started)_total$/, 0],
  [/(^|_)requests?_(duration_)?(seconds|milliseconds|ms)_count$/, 3],
];

const perSecond =
  /(^|_)((requests?|reqs?|rq|queries|hits)_per_sec(ond)?|rps|qps|(requests?|rq)_i?rate(_?\d+[smhdw])?)$/;
const perMinute = /(^|_)(requests?|reqs?|hits)_per_min(ute)?$/;
const requests = /(^|_)(requests?|reqs?|rq|hits)(_total|_count)?$/;
const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/**
 * Tells from its name whether a metric counts the requests that a service receives, or is their rate: well-known counters, names such as
 * `requests_per_second`, and recording rules named `level:metric:operations` (`job:http_requests:rate5m`, `…:increase1m`).
 *
 * @returns undefined for any other metric
 */
export function requestRole(name: string): RequestRole | undefined {
  if (otherRequests.test(name.replaceAll(':', '_'))) return undefined;
  const parts = name.split(':');
  if (parts.some((part) => perSecond.test(part))) return rate;
  if (parts.some((part) => perMinute.test(part))) return { ...rate, scale: 1 / 60 };
  const rank = counters.find(([pattern]) => parts.some((part) => pattern.test(part)))?.[1];
  if (parts.length === 1) return rank === undefined ? undefined : { ...counter, rank };
  if (rank === undefined && !parts.some((part) => requests.test(part))) return undefined;
  return ruleRole(parts.at(-1)!, rank ?? 0);
}

/** The role of a recording rule by its operations. */
function ruleRole(operations: string, rank: number): RequestRole {
  const increase = /(^|_)increase(\d+)([smhdw])$/.exec(operations);
  if (increase !== null) return { ...rate, rank, scale: 1 / (Number(increase[2]) * secondsOf[increase[3]!]!) };
  return { scale: 1, rank, isCounter: /(^|_)i?rate(\d+[smhdw])?$/.test(operations) ? false : undefined };
}

/** The role of a metric that somebody said holds requests, whatever its name. */
export function statedRequestRole(name: string): RequestRole {
  return requestRole(name) ?? (/_(total|count)$/.test(name) ? counter : rate);
}

/** Labels only measurements of requests have. */
const requestLabels = new Set([
  ...['method', 'code', 'status', 'status_code', 'response_code', 'handler', 'route', 'uri', 'path', 'outcome', 'verb'],
  ...['http_method', 'http_request_method', 'http_route', 'http_status_code', 'http_response_status_code'],
  ...['grpc_method', 'grpc_service', 'grpc_code', 'ingress', 'entrypoint', 'router', 'reporter', 'response_flags'],
  ...['destination_workload', 'destination_service', 'destination_service_name', 'destination_app'],
  ...['envoy_cluster_name', 'envoy_response_code', 'source_workload'],
]);

/** Legends that speak of a rate; `requests` alone may be those for CPU and memory. */
const rateLegend = /\b(rps|qps)\b|\b(http |rpc )?req(uest)?s?( ?\/ ?s(ec)?\b| per sec)/i;

/** Labels only measurements of containers have. */
const usageLabels = ['container', 'container_name', 'image', 'resource', 'cpu'];

/**
 * What the labels of a query without a metric name tell of it: it measures requests, containers, something of pods (either of the two), or
 * nobody knows.
 */
export function evidenceOf(labels: Labels): 'requests' | 'containers' | 'pods' | 'nothing' {
  const names = Object.keys(labels);
  const legend = labels.legend ?? '';
  if (names.some((name) => requestLabels.has(name)) || rateLegend.test(legend)) return 'requests';
  if (usageLabels.some((name) => labels[name] !== undefined) || /cpu|mem(ory)?\b|cores|bytes/i.test(legend))
    return 'containers';
  return names.some((name) => /^(exported_)?pod(_name)?$/.test(name)) ? 'pods' : 'nothing';
}

/** Istio's proxies on both ends of a call report it; the destination's is the load of the service. */
export function reporterRank({ reporter }: Labels): number {
  return reporter === 'source' ? 0.2 : reporter === 'waypoint' ? 0.1 : 0;
}
