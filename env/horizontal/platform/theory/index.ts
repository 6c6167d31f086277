/** Queueing theory that simulations are checked against and scalers may reason with. */
export * from './closed-networks.js';
export * from './erlang.js';
export * from './gamma-tail.js';
export * from './general-queues.js';
export * from './mmpp.js';
