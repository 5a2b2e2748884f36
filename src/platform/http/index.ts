export { problems, problemSchema, RefusedError, valueOf, type Problem } from './problem.ts'
export { fieldErrors, fieldErrorsOf } from './field-errors.ts'
export { LANGUAGES, languageOf, type Language } from './language.ts'
export { lineSchema, textSchema } from './text.ts'
export { wholeNumberSchema } from './whole-number.ts'
export { requireSameOrigin } from './same-origin.ts'
export { PATIENCE, type Patience } from './patience.ts'
export { letIdleConnectionsGo } from './stopping.ts'
export {
  type Askers, type LimitName, type Limits, limitRequests, networkOf, noticeProxy, TooManyRequests,
} from './limits.ts'
export type { Api } from './api.ts'
export { quiet } from './api.ts'
export { sendSecurityHeaders } from './security-headers.ts'
