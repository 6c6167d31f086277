import type { RandomStream } from '../../../core/random.js';
import { BlindChoice } from '../balancer/blind-choice.js';
import { Connections } from '../balancer/connections.js';
import type { Endpoints } from '../balancer/endpoints.js';
import { makeChoice } from '../balancer/make-choice.js';
import type { PlatformConfig } from '../config.js';
import type { LoadSource } from '../load/load-source.js';
import { OpenArrivals } from '../load/open-arrivals.js';
import { rateProcess } from '../load/rate-process.js';
import { Users } from '../load/users.js';
import type { Pods } from '../pods/pods.js';
import { makeServers } from '../servers/make-servers.js';
import type { Timers } from '../timers.js';
import { Clients } from './clients.js';
import { ClosedFcfsFlow, isClosedFcfs } from './closed-fcfs-flow.js';
import { EventFlow, type FlowHost } from './event-flow.js';
import { Requests } from './requests.js';
import { SharedQueue } from './shared-queue.js';
import type { Traffic } from './traffic.js';

/** Makes the traffic of an episode: the fast way where the configuration allows it, the general one otherwise. */
export function makeTraffic(
  config: PlatformConfig,
  pods: Pods,
  endpoints: Endpoints,
  timers: Timers,
  stream: (name: string) => RandomStream,
  host: FlowHost,
): Traffic {
  if (isClosedFcfs(config)) {
    const random = config.balancer.kind === 'random' ? stream('balancer') : null;
    const streams = { work: stream('work'), think: stream('think') };
    return new ClosedFcfsFlow(config, pods, new BlindChoice(endpoints, random), timers, streams);
  }
  const requests = new Requests();
  const servers = makeServers(config, requests, pods.capacity, stream('quota-phase'));
  const balancerStream = stream('balancer');
  const choice = makeChoice(config.balancer, endpoints, servers, pods, balancerStream);
  const { stickyConnections } = config;
  const load = makeLoad(config, timers, stream);
  return new EventFlow(config, {
    requests,
    load,
    clients: new Clients(config, requests, load, timers, { work: stream('work'), retry: stream('retry') }),
    choice:
      stickyConnections === null ? choice : new Connections(stickyConnections, pods, endpoints, choice, balancerStream),
    shared: config.balancer.kind === 'shared-queue' ? new SharedQueue(requests, endpoints, servers) : null,
    servers,
    pods,
    host,
    timers,
  });
}

function makeLoad(
  { load, overheadSeconds }: PlatformConfig,
  timers: Timers,
  stream: (name: string) => RandomStream,
): LoadSource {
  return load.kind === 'open'
    ? new OpenArrivals(rateProcess(load.rate, stream('rate')), stream('arrivals'))
    : new Users(load, overheadSeconds, timers, stream('think'));
}
