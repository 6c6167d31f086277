import type { RandomStream } from '../../../core/random.js';
import type { PlatformConfig } from '../config.js';
import { toMicroseconds } from '../time.js';
import type { Requests } from '../traffic/requests.js';
import { QuotaServers } from './cpu-quota.js';
import { FcfsServers } from './fcfs.js';
import { SharingServers } from './processor-sharing.js';
import type { Servers } from './servers.js';

/** Makes the pods' servers as configured. @param phases decides where in the period grid a pod's quota begins */
export function makeServers(config: PlatformConfig, requests: Requests, pods: number, phases: RandomStream): Servers {
  const { server, resources } = config;
  const { cores } = resources;
  const inflation = { contention: config.contention, warmUp: config.warmUp };
  switch (server.kind) {
    case 'fcfs':
      return new FcfsServers(requests, pods, { workers: server.workers, cores, inflation });
    case 'processor-sharing':
      return new SharingServers(requests, pods, { cores, concurrency: server.concurrency ?? Infinity, inflation });
    case 'cpu-quota':
      return new QuotaServers(requests, pods, {
        quota: cores,
        cores: server.threads,
        period: toMicroseconds(server.periodSeconds),
        concurrency: server.concurrency ?? Infinity,
        inflation,
        phase: () => phases.next(),
      });
  }
}
