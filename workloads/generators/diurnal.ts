import { z } from 'zod';
import type { Fields } from './fields.js';
import { fillUsage, type Generator } from './generator.js';

const secondsPerDay = 86_400;
const daysPerWeek = 7;
/** 1 January 1970 was a Thursday; days count from Monday. */
const weekdayOfEpoch = 3;
/** The midnight before Sunday. */
const middleOfWeekend = 6;
/** Hours over which a weekend begins and ends. */
const weekendEdgeHours = 6;

const schema = (fields: Fields) =>
  z.strictObject({
    /** Mean over whole weeks, before the trend. */
    mean: fields.amounts({ cpu: 500, memory: 1000, load: 25 }),
    /** How far the daily peak stands above the day's mean, as a share of it. */
    daily_amplitude: fields.each(z.number().min(0), { cpu: 0.5, memory: 0.05 }),
    /** Hour of the day (local) of the peak. */
    peak_hour: z.number().min(0).lt(24).prefault(14),
    /**
     * 0 is a sine wave; above, the peak is shorter and the night longer and flatter (the κ of a von Mises density); below, the
     * day is a long flat plateau and the night a short dip.
     */
    sharpness: z.number().min(-200).max(200).prefault(0),
    /** Saturday's and Sunday's level as a share of a working day's. */
    weekend_factor: fields.each(z.number().min(0), { cpu: 1, memory: 1 }),
    /** Linear growth in a week, as a share of the mean. */
    trend_per_week: fields.each(z.number(), { cpu: 0, memory: 0 }),
    /** Local time minus UTC, hours. */
    utc_offset_hours: z.number().min(-12).max(14).prefault(0),
  });

/**
 * A day and a week as services see them: `mean · week(t) · (1 + amplitude·day(t)) · (1 + trend·t)`, cut off at 0. `day` has
 * mean 0 over a day and is 1 at the peak; `week` has mean 1 over a week. Steps take the value at their middle.
 */
export const diurnal = (fields: Fields): Generator<z.output<ReturnType<typeof schema>>> => ({
  type: 'diurnal',
  summary: 'a daily and weekly pattern with a trend',
  schema: schema(fields),
  generate(config, { steps, stepSeconds, startTime }) {
    const { mean, daily_amplitude, peak_hour, sharpness, weekend_factor, trend_per_week, utc_offset_hours } = config;
    const centre = dailyMean(sharpness);
    return fillUsage(steps, (resource, step) => {
      const sinceStart = (step + 0.5) * stepSeconds;
      const days = (startTime + sinceStart + utc_offset_hours * 3600) / secondsPerDay;
      const angle = 2 * Math.PI * (days - peak_hour / 24);
      const day =
        sharpness === 0 ? Math.cos(angle) : (Math.exp(sharpness * (Math.cos(angle) - 1)) - centre) / (1 - centre);
      const weekend = weekend_factor[resource];
      const week = (1 + (weekend - 1) * weekendShare(days)) / (1 + ((weekend - 1) * 2) / daysPerWeek);
      const growth = 1 + (trend_per_week[resource] * sinceStart) / (daysPerWeek * secondsPerDay);
      return Math.max(0, mean[resource] * week * (1 + daily_amplitude[resource] * day) * growth);
    });
  },
});

/** Mean of exp(κ·(cos θ − 1)) over the circle, which is exp(−κ)·I₀(κ); the trapezoid rule is exact to rounding here. */
function dailyMean(sharpness: number): number {
  const points = 128;
  let sum = 0;
  for (let i = 0; i < points; i++) sum += Math.exp(sharpness * (Math.cos((2 * Math.PI * i) / points) - 1));
  return sum / points;
}

/** 1 on Saturday and Sunday, 0 on working days, with a straight edge around the midnights between; 2/7 on average. */
function weekendShare(daysSinceEpoch: number): number {
  const sinceMiddle = daysSinceEpoch + weekdayOfEpoch - middleOfWeekend;
  const distance = Math.abs(sinceMiddle - daysPerWeek * Math.round(sinceMiddle / daysPerWeek));
  return Math.min(1, Math.max(0, 0.5 + ((1 - distance) * 24) / weekendEdgeHours));
}
