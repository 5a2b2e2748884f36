export { createSharedAnswers, type SharedAnswers } from './answers.ts'
export { answerFromShared, keepShared, shared } from './door.ts'
