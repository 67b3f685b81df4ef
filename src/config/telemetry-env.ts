import {
  IsBoolean,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  MinLength,
} from 'class-validator';
import { ToBoolean, ToInt, ToNumber } from './env-values.js';

/** What the service tells of itself and of organizations' use: metrics, traces, metering. */
export class TelemetryEnv {
  /** Metrics are served on a port of their own. */
  @IsOptional()
  @ToInt()
  @IsInt()
  @Min(0)
  @Max(65_535)
  METRICS_PORT?: number;

  @IsString()
  @MinLength(1)
  METRICS_HOST = '127.0.0.1';

  /** Required to scrape. Without METRICS_PORT it opens GET /metrics of the main port. */
  @IsOptional()
  @Matches(/^[\x21-\x7e]{16,256}$/, {
    message: 'METRICS_TOKEN must have 16 to 256 characters without spaces',
  })
  METRICS_TOKEN?: string;

  @IsOptional()
  @IsString()
  METRICS_TOKEN_FILE?: string;

  /** Organizations that use most, which have metrics of their own; 0: none. */
  @ToInt()
  @IsInt()
  @Min(0)
  @Max(100)
  METRICS_ORGANIZATIONS = 10;

  /** Collector that takes traces by OTLP over HTTP. Absent: none are made. */
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  OTEL_EXPORTER_OTLP_ENDPOINT?: string;

  @Matches(/^[^\p{Cc}]{1,100}$/u, { message: 'OTEL_SERVICE_NAME must have 1 to 100 characters' })
  OTEL_SERVICE_NAME = 'rowhouse';

  /** Share of the requests without a traceparent that are traced. */
  @ToNumber()
  @IsNumber()
  @Min(0)
  @Max(1)
  OTEL_TRACES_SAMPLER_ARG = 1;

  /** What was counted of organizations and not told to the database yet is kept in a file below DATA_DIR. */
  @ToBoolean()
  @IsBoolean()
  USAGE_JOURNAL = true;

  /** Days that records of usage are kept. */
  @ToInt()
  @IsInt()
  @Min(32)
  @Max(3660)
  USAGE_KEEP_DAYS = 400;

  get servesMetrics(): boolean {
    return this.METRICS_PORT !== undefined || this.METRICS_TOKEN !== undefined;
  }
}
