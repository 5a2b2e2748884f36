import './table.ts'

export {
  ACT_KINDS, IDEA_STATES, isLive, isModerationOpen, LIVE_IDEAS_MAX, mayFollow, PUBLIC_STATES,
  type ActKind, type Erasure, type IdeaRefusal, type IdeaState,
} from './domain.ts'
export {
  altSchema, answerSchema, enterIdeaSchema, ideaIdSchema, ideaPageSchema, ideaParams, ideaSchema, listIdeasQuery,
  pageQuery, submitIdeaSchema,
  type EnterIdea, type IdeaPage, type IdeaView, type ListIdeas, type SubmitIdea,
} from './schema.ts'
export type { IdeaMail, News, ProposalNews } from './news.ts'
export type { IdeaPhoto } from './photos.ts'
export { themesInUse, type LockedIdea } from './store.ts'
export type { SimilarIdea } from './similar.ts'
export { createIdeas, type Act, type Ideas, type IdeasDeps } from './service.ts'
export { PUBLIC, type ProposalsOf, type Viewer } from './views.ts'
export { ideaRoutes, viewerOf } from './routes.ts'
