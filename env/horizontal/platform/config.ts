import type { LoadSeries } from '../../../workloads/load-series.js';
import type { Distribution } from './distribution/distribution.js';

/** A rate of arrivals over time, requests/s, that open load follows. */
export type Rate =
  | { readonly kind: 'constant'; readonly requestsPerSecond: number }
  /** Markov-modulated: stays in a state for an exponential time, then goes to the next, the last to the first. */
  | {
      readonly kind: 'mmpp';
      readonly states: readonly { readonly requestsPerSecond: number; readonly meanSeconds: number }[];
    }
  /**
   * A recorded or generated series, `requestsPerSecond` times `scale`, from simulation time 0. Missing steps hold the last known
   * value (0 before the first). After the end it begins again, or holds its last value.
   */
  | {
      readonly kind: 'series';
      readonly series: LoadSeries;
      readonly scale: number;
      readonly interpolation: 'step' | 'linear';
      readonly repeat: boolean;
    }
  /** A flash crowd over another rate: times 1, rising linearly to `peak`, held, falling linearly back to 1. */
  | {
      readonly kind: 'flash-crowd';
      readonly base: Rate;
      readonly peak: number;
      readonly startSeconds: number;
      readonly rampSeconds: number;
      readonly holdSeconds: number;
      readonly decaySeconds: number;
    };

/**
 * A recorded or generated series, `users` times `scale`, rounded, from simulation time 0: the population changes where a step begins.
 * Missing steps hold the last known value (0 before the first). After the end it begins again, or holds its last value.
 */
export interface UserSeries {
  readonly kind: 'series';
  readonly series: LoadSeries;
  readonly scale: number;
  readonly repeat: boolean;
}

/** A population that waits for each response, thinks and sends again. */
export interface ClosedLoad {
  readonly kind: 'closed';
  readonly users: number | UserSeries;
  readonly thinkSeconds: Distribution;
  /** Users a second that join when the number rises; null for all at once. Leaving is always at once. */
  readonly spawnRate: number | null;
}

/** A Poisson process of varying rate, by thinning. */
export interface OpenLoad {
  readonly kind: 'open';
  readonly rate: Rate;
}

/** Who sends requests. */
export type Load = ClosedLoad | OpenLoad;

/** How a pod works on the requests it holds. */
export type Server =
  /** First come, first served by `workers` workers, each at min(1, cores/workers) of a core. */
  | { readonly kind: 'fcfs'; readonly workers: number }
  /** Processor sharing of the pod's cores, none getting more than one; `concurrency` bounds those in service. */
  | { readonly kind: 'processor-sharing'; readonly concurrency: number | null }
  /** Threads on `threads` node cores at most, together held to the pod's cores by CPU quota. */
  | {
      readonly kind: 'cpu-quota';
      readonly threads: number;
      readonly periodSeconds: number;
      readonly concurrency: number | null;
    };

/** Which pod a request goes to. */
export type Balancer =
  | { readonly kind: 'round-robin' }
  | { readonly kind: 'random' }
  /** The pod with the fewest requests, ties at random. */
  | { readonly kind: 'least-request' }
  /** The better of `choices` pods drawn at random with replacement. */
  | { readonly kind: 'power-of-d'; readonly choices: number }
  /** One queue in front of all pods; a pod takes the next request when one of its workers is idle. */
  | { readonly kind: 'shared-queue'; readonly capacity: number | null };

/** What clients do about slow and failed requests. */
export interface Client {
  /** After this the client gives up; null to wait for ever. Counted from the sending of each attempt. */
  readonly timeoutSeconds: number | null;
  /** Whether the pod stops working on a request whose client has given up. */
  readonly cancelsWork: boolean;
  readonly retries: Retries | null;
}

/** Attempts after a failed one: exponential back-off with full jitter, within a budget. */
export interface Retries {
  /** Attempts at most, the first included. */
  readonly maxAttempts: number;
  readonly baseSeconds: number;
  readonly maxSeconds: number;
  /** Each first attempt earns this fraction of a retry; null for no budget. */
  readonly budgetRatio: number | null;
  /** Retries that may be saved up, also what clients begin with. */
  readonly budgetReserve: number;
}

/** CPU and memory of a pod and what it declares. */
export interface PodResources {
  /** Cores that serve requests: the application container's limit or quota. */
  readonly cores: number;
  /** Cores used all the time, by a sidecar for instance. */
  readonly idleCores: number;
  readonly cpuRequestMillicores: number;
  readonly cpuLimitMillicores: number;
  readonly memoryRequestMebibytes: number;
  readonly memoryLimitMebibytes: number;
  /** A pod uses idle + shared/(ready pods) + perRequest·(requests in it); above its limit it is OOM-killed. */
  readonly memory: {
    readonly idleMebibytes: number;
    readonly sharedMebibytes: number;
    readonly perRequestMebibytes: number;
  };
}

/** Nodes that come when pods wait and go when they are empty. */
export interface NodePool {
  readonly podsPerNode: number;
  readonly initial: number;
  readonly max: number;
  readonly provisionSeconds: Distribution;
  /** An empty node above the initial ones leaves after this. */
  readonly idleSeconds: number;
}

/** How pods come and go. */
export type LifeCycle =
  /** At once, as in the replay of recorded tables: new pods serve immediately, removed ones finish what they hold. */
  { readonly mode: 'instant' } | KubernetesLifeCycle;

/** Pods as Kubernetes has them: scheduled, pulled, started, probed, drained and restarted. Durations in seconds. */
export interface KubernetesLifeCycle {
  readonly mode: 'kubernetes';
  readonly schedulingSeconds: Distribution;
  readonly imagePull: { readonly seconds: Distribution; readonly cachedProbability: number };
  /** From the container's start until it could answer. */
  readonly startSeconds: Distribution;
  /** Probes at containerStart + initialDelay + k·period; the first that finds the server up makes the pod ready. */
  readonly readiness: { readonly initialDelaySeconds: number; readonly periodSeconds: number };
  /** Until balancers have heard that a pod became ready or is no longer. */
  readonly endpointDelaySeconds: Distribution;
  readonly termination: {
    /** `poll` looks every so often whether the balancers have let go of the pod; after the hook the server takes no new request. */
    readonly preStop:
      | { readonly kind: 'none' }
      | { readonly kind: 'sleep'; readonly seconds: number }
      | { readonly kind: 'poll'; readonly seconds: number };
    /** After this, counted from the deletion, what is still in the pod is lost. */
    readonly graceSeconds: number;
  };
  /** Crashes of running containers; restarts wait 0, initial, 2·initial, … max seconds, and a run of `resetSeconds` forgives. */
  readonly crash: {
    readonly perPodHour: number;
    readonly initialSeconds: number;
    readonly maxSeconds: number;
    readonly resetSeconds: number;
  };
  /** Null for room without end. */
  readonly nodes: NodePool | null;
}

/** One scraper: when it looks and what gets lost on the way. */
export interface Scrape {
  readonly intervalSeconds: number;
  /** Each scrape comes up to this much late. */
  readonly jitterSeconds: number;
  /** Chance that a pod's sample is missing from a scrape. */
  readonly missingProbability: number;
  /** Age a sample must have before it can be read. */
  readonly delaySeconds: number;
}

/** Who measures the service, how often, and what is lost on the way. */
export interface Metrics {
  /** The monitoring system (Prometheus): CPU as a rate over a window, averaged over pods. */
  readonly monitoring: Scrape & { readonly rateWindowSeconds: number };
  /** The resource-metrics pipeline (metrics-server), which the HPA reads. */
  readonly resource: Scrape;
  /** The context's buffers. */
  readonly context: {
    /** Metric entries that CPU and memory are averaged over. */
    readonly entries: number;
    /** Requests kept for latency and rate, and how far back these look. */
    readonly traces: number;
    readonly lookBackSeconds: number;
    /**
     * `traces`, the seed's way: requests that were answered, by when they were sent; what takes longer than the look-back is never seen.
     * `histogram`, Prometheus' way: requests by when they ended, given up ones included with the time their clients waited.
     */
    readonly latencySource: 'traces' | 'histogram';
  };
}

/** A service on a platform: load, pods, the way to them, and what is measured of it. Spec: horizontal.md §3.1. */
export interface PlatformConfig {
  readonly load: Load;
  /** CPU work of a request, core-seconds. */
  readonly work: Distribution;
  /** Network and proxies, added to every response time. */
  readonly overheadSeconds: number;
  /** κ: fraction by which each further request in a pod slows all of them. */
  readonly contention: number;
  /** A pod's work takes 1 + extra·exp(−age/seconds) times as long, age counted from its readiness. */
  readonly warmUp: { readonly extra: number; readonly seconds: number };
  readonly server: Server;
  /** Requests a pod holds at most, waiting ones included; null for no bound. */
  readonly podCapacity: number | null;
  readonly balancer: Balancer;
  /** Client connections that stay with the pod they first reached; null when every request is balanced anew. */
  readonly stickyConnections: number | null;
  readonly client: Client;
  readonly resources: PodResources;
  readonly lifeCycle: LifeCycle;
  readonly metrics: Metrics;
  /** Pods at the beginning, ready and warm. */
  readonly initialReplicas: number;
}
