export { artificialHetu } from './people.ts'
