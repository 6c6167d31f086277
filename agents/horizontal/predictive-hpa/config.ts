import { z } from 'zod';
import { checkHpaSpec, completeHpaSpec, controllerFlagsSchema, hpaSpecFields } from '../kubernetes-hpa/config.js';
import { decisionTypes } from './decision.js';

const smoothing = (fraction: number) => z.number().min(0).max(1).default(fraction);
const kind = z
  .enum(['add', 'mul', 'additive', 'multiplicative'])
  .transform((text) => text.slice(0, 3) as 'add' | 'mul');

const everyModel = {
  name: z.string().optional(),
  /** The model speaks at every so many reconciles; it listens at all of them. */
  perSyncPeriod: z.int().min(1).default(1),
};

const linearModel = z.strictObject({
  type: z.literal('Linear'),
  ...everyModel,
  linear: z
    .strictObject({
      /** How far ahead the line is read off, milliseconds. */
      lookAhead: z.number().min(0).default(10_000),
      /** Earlier reconciles that are remembered beside the present one. */
      historySize: z.int().min(2).default(6),
    })
    .prefault({}),
});

const holtWintersModel = z.strictObject({
  type: z.literal('HoltWinters'),
  ...everyModel,
  holtWinters: z
    .strictObject({
      alpha: smoothing(0.9),
      beta: smoothing(0.9),
      gamma: smoothing(0.9),
      trend: kind.prefault('add'),
      seasonal: kind.prefault('add'),
      /** Reconciles in a season. */
      seasonalPeriods: z.int().min(2).default(6),
      storedSeasons: z.int().min(2).default(4),
      /** Statsmodels' methods, or `textbook`: the first season is used up for the start, and seasons are compared with the new level. */
      initializationMethod: z.enum(['estimated', 'heuristic', 'legacy-heuristic', 'textbook']).default('estimated'),
    })
    .prefault({}),
});

/** `spec` of a PredictiveHorizontalPodAutoscaler: an HPA's, and the models (specification §1.11). */
export const predictiveHpaConfigSchema = z
  .strictObject({
    ...hpaSpecFields,
    /** The CPU initialisation period is 30 s in its code, 300 s in its documentation; the code is followed. */
    controller: controllerFlagsSchema
      .extend({ cpuInitializationPeriodSeconds: z.number().min(0).default(30) })
      .prefault({}),
    models: z.array(z.discriminatedUnion('type', [linearModel, holtWintersModel])).prefault([{ type: 'Linear' }]),
    decisionType: z.enum(decisionTypes).default('maximum'),
  })
  .superRefine(checkHpaSpec)
  .transform(({ models, decisionType, ...spec }) => ({ hpa: completeHpaSpec(spec), models, decisionType }));

/** The HPA's own options in `hpa`, the models beside it, and how their counts are made one. */
export type PredictiveHpaConfig = z.infer<typeof predictiveHpaConfigSchema>;

/** One model that predicts replicas, tagged by its type. */
export type ModelConfig = PredictiveHpaConfig['models'][number];

/** Options of the linear regression. */
export type LinearConfig = Extract<ModelConfig, { type: 'Linear' }>['linear'];

/** Options of exponential smoothing with seasons. */
export type HoltWintersConfig = Extract<ModelConfig, { type: 'HoltWinters' }>['holtWinters'];
