import { InputError } from '../../env/core/input-error.js';
import type { BytesRead } from './byte-source.js';
import { type JsonCursor, JsonToken, type JsonTokenKind, scanJson } from './json-scanner.js';

/** Labels of a Prometheus series, `__name__` among them where the query kept it. */
export type Labels = Readonly<Record<string, string>>;

/** One series of a range query; only valid inside the callback that received it. */
export interface MatrixSeries {
  readonly labels: Labels;
  readonly count: number;
  /** Unix seconds; the first `count` values. */
  readonly times: Float64Array;
  /** NaN and ±Infinity as written; the first `count` values. */
  readonly values: Float64Array;
}

/** Who is told what while an answer is read. */
export interface MatrixOptions {
  readonly onRead?: BytesRead;
  /** Takes the error of a malformed sample, which is then left out. Without it the error is thrown. */
  readonly refuse?: (error: InputError) => void;
  /** Receives what the server warned of. */
  readonly onWarning?: (text: string) => void;
}

/** Where in the document the reader is. */
const Place = {
  root: 0,
  answer: 1,
  result: 2,
  series: 3,
  metric: 4,
  values: 5,
  sample: 6,
  texts: 7,
  skipped: 8,
} as const;

/** Later stamps are milliseconds: the year 5138 in seconds. */
const LATEST_SECONDS = 1e11;

/**
 * Reads the answer of a Prometheus range query, or several of them, from a JSON file of any size.
 *
 * Takes the HTTP API's answer, its `data` alone, the bare list of series that promtool prints, a list of answers, and answers
 * one after the other. Values are strings (or numbers), `NaN`, `+Inf` and `-Inf` among them; stamps are whole or fractional seconds.
 *
 * Source: Prometheus HTTP API, "Range queries" and "Expression query result formats" (traces.md §11).
 *
 * @throws InputError for what is no range query: an error answer, an instant query, native histograms, malformed JSON
 */
export async function readMatrix(
  path: string,
  onSeries: (series: MatrixSeries) => void,
  options: MatrixOptions = {},
): Promise<void> {
  const reader = new MatrixReader(path, onSeries, options);
  await scanJson(path, (kind, cursor) => reader.token(kind, cursor), options.onRead);
  reader.finish();
}

class MatrixReader implements MatrixSeries {
  labels: Record<string, string> = {};
  count = 0;
  times = new Float64Array(1 << 10);
  values = new Float64Array(1 << 10);
  private readonly places: number[] = [Place.root];
  private key = '';
  /** Series begun so far, samples begun in this one, items seen of the sample. */
  private seriesIndex = -1;
  private sampleIndex = -1;
  private item = 0;
  private time = Number.NaN;
  private value = Number.NaN;
  private hasMetric = false;
  private hasValues = false;
  private isBad = false;
  private sawResult = false;
  private status = '';
  private errorText = '';

  constructor(
    private readonly file: string,
    private readonly onSeries: (series: MatrixSeries) => void,
    private readonly options: MatrixOptions,
  ) {}

  token(kind: JsonTokenKind, cursor: JsonCursor): void {
    const place = this.places.at(-1)!;
    switch (kind) {
      case JsonToken.beginArray:
        if (place === Place.sample) this.badItem('a list');
        this.places.push(this.arrayPlace(place));
        return;
      case JsonToken.beginObject:
        if (place === Place.values || place === Place.sample) this.badItem('an object');
        this.places.push(this.objectPlace(place));
        return;
      case JsonToken.endArray:
        this.places.pop();
        if (place === Place.sample) this.endSample();
        return;
      case JsonToken.endObject:
        this.places.pop();
        if (place === Place.series) this.endSeries();
        else if (place === Place.answer) this.endAnswer();
        return;
      case JsonToken.key:
        if (place !== Place.skipped) this.key = cursor.text();
        return;
      default:
        if (place === Place.sample) this.sampleItem(kind, cursor);
        else if (place !== Place.skipped) this.scalar(place, kind, cursor);
    }
  }

  /** @throws InputError when nothing of a range query was in the file */
  finish(): void {
    if (!this.sawResult)
      throw new InputError(
        { file: this.file },
        'the answer of a range query: {"data":{"resultType":"matrix","result":[…]}}',
      );
  }

  private arrayPlace(place: number): number {
    const { key } = this;
    if (place === Place.root || (place === Place.answer && key === 'result')) {
      this.sawResult = true;
      return Place.result;
    }
    if (place === Place.answer && (key === 'warnings' || key === 'infos')) return Place.texts;
    if (place === Place.series && key === 'values') {
      this.hasValues = true;
      return Place.values;
    }
    if (place === Place.series && key === 'value') throw this.notARange('an instant query (resultType vector)');
    if (place === Place.series && (key === 'histograms' || key === 'histogram'))
      throw this.error(
        `result[${this.seriesIndex}].histograms`,
        undefined,
        'float samples; native histograms hold no usage: query a gauge or a counter',
      );
    if (place === Place.values) {
      this.sampleIndex++;
      this.item = 0;
      this.isBad = false;
      return Place.sample;
    }
    return Place.skipped;
  }

  private objectPlace(place: number): number {
    const { key } = this;
    if (place === Place.root || (place === Place.answer && key === 'data')) return Place.answer;
    if (place === Place.series && key === 'data') {
      this.places[this.places.length - 1] = Place.answer;
      return Place.answer;
    }
    if (place === Place.result) {
      this.beginSeries();
      return Place.series;
    }
    if (place === Place.series && key === 'metric') {
      this.hasMetric = true;
      return Place.metric;
    }
    return Place.skipped;
  }

  private scalar(place: number, kind: JsonTokenKind, cursor: JsonCursor): void {
    const { key } = this;
    if (place === Place.metric) {
      if (kind !== JsonToken.string) throw this.error(`metric.${key}`, cursor.text(), 'a label value in quotes');
      this.labels[key] = cursor.text();
    } else if (place === Place.texts) {
      this.options.onWarning?.(`Prometheus says: ${cursor.text()}`);
    } else if (place === Place.answer) {
      if (key === 'resultType' && cursor.text() !== 'matrix') throw this.notARange(`resultType ${cursor.text()}`);
      if (key === 'status') this.status = cursor.text();
      if (key === 'error') this.errorText = cursor.text();
    } else if (place === Place.values || place === Place.result) {
      const field = place === Place.values ? `result[${this.seriesIndex}].values[${this.sampleIndex + 1}]` : 'result';
      this.refuse(this.error(field, cursor.text(), place === Place.values ? '[seconds, "value"]' : 'a list of series'));
    } else if (place === Place.root) {
      throw this.error(`byte ${cursor.offset}`, cursor.text(), 'a JSON object or list');
    }
  }

  private sampleItem(kind: JsonTokenKind, cursor: JsonCursor): void {
    const item = this.item++;
    if (item === 0) {
      this.time = kind === JsonToken.number ? cursor.number() : Number.NaN;
      if (!(Math.abs(this.time) < LATEST_SECONDS)) this.badItem(cursor.text(), 'a time in Unix seconds');
    } else if (item === 1) {
      this.value = cursor.number();
      if (Number.isNaN(this.value)) this.value = this.unusualValue(cursor.text());
    }
  }

  private unusualValue(text: string): number {
    if (text === 'NaN' || text === 'null') return Number.NaN;
    if (/^[+-]?Inf(inity)?$/.test(text))
      return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    this.badItem(text, 'a number, "NaN", "+Inf" or "-Inf"');
    return Number.NaN;
  }

  private badItem(found: string, expected = '[seconds, "value"]'): void {
    this.isBad = true;
    this.refuse(this.error(`result[${this.seriesIndex}].values[${this.sampleIndex}]`, found, expected));
  }

  private endSample(): void {
    if (this.item !== 2 && !this.isBad) this.badItem(`${this.item} items`);
    if (this.isBad) return;
    if (this.count === this.times.length) {
      this.times = doubled(this.times);
      this.values = doubled(this.values);
    }
    this.times[this.count] = this.time;
    this.values[this.count++] = this.value;
  }

  private beginSeries(): void {
    this.seriesIndex++;
    this.sampleIndex = -1;
    this.labels = {};
    this.count = 0;
    this.hasMetric = false;
    this.hasValues = false;
  }

  private endSeries(): void {
    if (!this.hasMetric || !this.hasValues) {
      const missing = this.hasMetric ? 'values' : 'metric';
      throw this.error(`result[${this.seriesIndex}].${missing}`, undefined, 'a series with "metric" and "values"');
    }
    this.onSeries(this);
  }

  private endAnswer(): void {
    if (this.status === 'error') throw this.error('error', this.errorText, 'an answer with status "success"');
  }

  private notARange(found: string): InputError {
    return this.error(
      'resultType',
      found,
      'a range query (resultType matrix): ask /api/v1/query_range with start, end and step instead of /api/v1/query',
    );
  }

  private error(field: string, value: string | undefined, expected: string): InputError {
    return new InputError({ file: this.file, field, ...(value === undefined ? {} : { value }) }, expected);
  }

  private refuse(error: InputError): void {
    if (this.options.refuse === undefined) throw error;
    this.options.refuse(error);
  }
}

function doubled(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}
