import { type Attributes, type Meter, type MeterProvider, metrics } from '@opentelemetry/api'

/** What divides an instrument's values; few different values each. */
export type MetricAttributes = Attributes

/** What an instrument measures. Names are dotted and lower case: `storage.commit.duration`. */
export interface MetricAbout {
  readonly description: string
  /** UCUM: `ms`, `By`, `{order}`. */
  readonly unit?: string
}

/** A sum that only grows. */
export interface Counter {
  add(amount: number, attributes?: MetricAttributes): void
}

/** A distribution of values. */
export interface Histogram {
  record(value: number, attributes?: MetricAttributes): void
}

/** A level that goes up and down. */
export interface Gauge {
  record(value: number, attributes?: MetricAttributes): void
}

/** A counter of this name; does nothing until an SDK is registered. Make it once, at the top of a file. */
export function counter(name: string, about: MetricAbout): Counter {
  const instrument = fromMeter((meter) => meter.createCounter(name, about))
  return { add: (amount, attributes) => instrument()?.add(amount, attributes) }
}

/** A histogram of this name; does nothing until an SDK is registered. */
export function histogram(name: string, about: MetricAbout): Histogram {
  const instrument = fromMeter((meter) => meter.createHistogram(name, about))
  return { record: (value, attributes) => instrument()?.record(value, attributes) }
}

/** A gauge of this name; does nothing until an SDK is registered. */
export function gauge(name: string, about: MetricAbout): Gauge {
  const instrument = fromMeter((meter) => meter.createGauge(name, about))
  return { record: (value, attributes) => instrument()?.record(value, attributes) }
}

const withoutSdk = metrics.getMeterProvider()

/**
 * The API hands out dead instruments before an SDK is there, so ours is made when the provider is another.
 */
function fromMeter<Instrument>(create: (meter: Meter) => Instrument): () => Instrument | undefined {
  let known: MeterProvider = withoutSdk
  let instrument: Instrument | undefined
  return () => {
    const provider = metrics.getMeterProvider()
    if (provider !== known) {
      known = provider
      instrument = create(provider.getMeter('cangqiong'))
    }
    return instrument
  }
}
