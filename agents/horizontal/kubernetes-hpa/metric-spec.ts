import { z } from 'zod';
import { labelSelectorSchema } from './label-selector.js';
import { milliQuantity } from './quantity-field.js';

const utilization = z
  .strictObject({ type: z.literal('Utilization'), averageUtilization: z.int().min(1) })
  .transform(({ averageUtilization }) => ({ kind: 'utilization' as const, percent: averageUtilization }));
const averageValue = z
  .strictObject({ type: z.literal('AverageValue'), averageValue: milliQuantity })
  .transform((target) => ({ kind: 'averageValue' as const, milliValue: target.averageValue }));
const plainValue = z
  .strictObject({ type: z.literal('Value'), value: milliQuantity })
  .transform((target) => ({ kind: 'value' as const, milliValue: target.value }));

const resourceName = z.enum(['cpu', 'memory']);
const resourceTarget = z.discriminatedUnion('type', [utilization, averageValue]);
const aggregateTarget = z.discriminatedUnion('type', [plainValue, averageValue]);
const plainMetric = z.strictObject({ name: z.string().min(1) });

const resource = z
  .strictObject({
    type: z.literal('Resource'),
    resource: z.strictObject({ name: resourceName, target: resourceTarget }),
  })
  .transform(({ resource: { name, target } }) => ({
    kind: 'resource' as const,
    selection: { resource: name, container: null as string | null },
    target,
  }));

const containerResource = z
  .strictObject({
    type: z.literal('ContainerResource'),
    containerResource: z.strictObject({ name: resourceName, container: z.string().min(1), target: resourceTarget }),
  })
  .transform(({ containerResource: { name, container, target } }) => ({
    kind: 'resource' as const,
    selection: { resource: name, container: container as string | null },
    target,
  }));

const pods = z
  .strictObject({ type: z.literal('Pods'), pods: z.strictObject({ metric: plainMetric, target: averageValue }) })
  .transform(({ pods: { metric, target } }) => ({
    kind: 'pods' as const,
    name: metric.name,
    milliValue: target.milliValue,
  }));

const object = z
  .strictObject({
    type: z.literal('Object'),
    object: z.strictObject({
      describedObject: z.strictObject({ kind: z.string(), name: z.string(), apiVersion: z.string().optional() }),
      metric: plainMetric,
      target: aggregateTarget,
    }),
  })
  .transform(({ object: { describedObject, metric, target } }) => ({
    kind: 'object' as const,
    name: metric.name,
    describedObject: { kind: describedObject.kind, name: describedObject.name },
    target,
  }));

const external = z
  .strictObject({
    type: z.literal('External'),
    external: z.strictObject({
      metric: z.strictObject({ name: z.string().min(1), selector: labelSelectorSchema.optional() }),
      target: aggregateTarget,
    }),
  })
  .transform(({ external: { metric, target } }) => ({
    kind: 'external' as const,
    name: metric.name,
    selector: metric.selector ?? null,
    target,
  }));

/**
 * One entry of `spec.metrics` of an `autoscaling/v2` HorizontalPodAutoscaler, read into the form the controller works on. Selectors
 * of Pods and Object metrics are not supported: their readings carry no labels.
 */
export const metricSpecSchema = z.discriminatedUnion('type', [resource, containerResource, pods, object, external]);

/** One entry of `metrics`, tagged by its kind. */
export type MetricSpec = z.infer<typeof metricSpecSchema>;

/** CPU or memory of the pods. */
export type ResourceMetric = Extract<MetricSpec, { kind: 'resource' }>;

/** A metric of every pod, averaged. */
export type PodsMetric = Extract<MetricSpec, { kind: 'pods' }>;

/** A metric of one Kubernetes object. */
export type ObjectMetric = Extract<MetricSpec, { kind: 'object' }>;

/** A metric of something outside of the cluster. */
export type ExternalMetric = Extract<MetricSpec, { kind: 'external' }>;

/** The metric of `autoscaling/v1`: CPU usage in percent of the request. */
export function cpuUtilization(percent: number): MetricSpec {
  return {
    kind: 'resource',
    selection: { resource: 'cpu', container: null },
    target: { kind: 'utilization', percent },
  };
}

/** What Kubernetes takes when no metric is given. */
export const defaultMetrics: readonly MetricSpec[] = [cpuUtilization(80)];
