export { createMetrics, type Metrics, type Reading } from './registry.ts'
export { createHandful } from './handful.ts'
export { serveMetrics, type MetricsDoor } from './door.ts'
