import formbody from '@fastify/formbody'
import type { FastifyInstance } from 'fastify'
import { assetRoutes, packPages } from '../assets/index.ts'
import { recountRoutes } from '../recount/index.ts'
import { createSite, type Rooms } from '../site/index.ts'
import { installUploads } from '../uploads/index.ts'
import { aboutPages } from './about/index.ts'
import { datasetPages } from './dataset/index.ts'
import { deskPages } from './desk/index.ts'
import { followupPages } from './followup/index.ts'
import { frontPages } from './front/index.ts'
import { ideaPages } from './ideas/index.ts'
import { proposalPages } from './proposals/index.ts'
import { recountPages } from './recount/index.ts'
import { resultPages } from './results/index.ts'
import { runningPages } from './running/index.ts'
import { sessionPages } from './session/index.ts'
import { staffPages } from './staff/index.ts'
import { votePages } from './vote/index.ts'

export { errorPage } from './error/index.ts'

/** All pages for people, under the three languages. */
export function pages(app: FastifyInstance, rooms: Rooms): void {
  app.register(formbody, { bodyLimit: 64 * 1024 })
  installUploads(app)
  assetRoutes(app)
  recountRoutes(app)
  packPages(app)
  const site = createSite(app, rooms)
  sessionPages(site)
  frontPages(site)
  staffPages(site)
  ideaPages(site)
  proposalPages(site)
  votePages(site)
  deskPages(site)
  runningPages(site)
  resultPages(site)
  recountPages(site)
  datasetPages(site)
  followupPages(site)
  aboutPages(site)
}
