/** Bytes in a MB, the unit in which plain numbers of a workload configuration give memory. */
export const bytesPerMegabyte = 1e6;

const decimal = { n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 };
const binary = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 };
const suffixes: Readonly<Record<string, number>> = { ...decimal, ...binary };

/**
 * A Kubernetes resource quantity ("250m", "1.5", "512Mi", "2e9") as a number of cores or bytes, or null when the text is
 * not one. Amounts below zero are not quantities here.
 */
export function parseQuantity(text: string): number | null {
  const match = /^\+?(\d+\.?\d*|\.\d+)(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(text.trim());
  if (match === null) return null;
  return Number(match[1]! + (match[2] ?? '')) * suffixes[match[3] ?? '']!;
}

/** CPU as people write it, in millicores: a number is millicores, text is a Kubernetes quantity of cores. Null: neither. */
export function cpuMillicores(value: unknown): number | null {
  if (typeof value === 'number') return value >= 0 && Number.isFinite(value) ? value : null;
  const cores = typeof value === 'string' ? parseQuantity(value) : null;
  return cores === null ? null : cores * 1000;
}

/** Memory as people write it, in bytes: a number is MB (10⁶ bytes), text is a Kubernetes quantity of bytes. Null: neither. */
export function memoryBytes(value: unknown): number | null {
  if (typeof value === 'number') return value >= 0 && Number.isFinite(value) ? value * bytesPerMegabyte : null;
  return typeof value === 'string' ? parseQuantity(value) : null;
}
