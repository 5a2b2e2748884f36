import { stopEmbeddedPostgres } from '../../src/platform/postgres/index.ts'
import { CLUSTER } from './cluster.ts'

await stopEmbeddedPostgres(CLUSTER)
