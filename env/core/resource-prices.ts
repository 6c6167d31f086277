/**
 * Dollars per requested core and hour and per requested GiB (2³⁰ bytes) and hour: what AWS Fargate lists for Linux on x86 in us-east-1
 * ($0.04048 a vCPU-hour, $0.004445 a GB-hour). Both halves of the environment take them unless told otherwise.
 */
export const resourcePrices = { cpuCoreHour: 0.04048, memoryGibibyteHour: 0.004445 } as const;
