import { prepareCluster } from './cluster.ts'

await prepareCluster()
