import './table.ts'

export {
  ageOn, parseHetu, ROLES, type Hetu, type HetuRefusal, type Person, type ResidentActor, type Role, type StaffActor,
  type VotingRight,
} from './domain.ts'
export { personKeyOf, voterKeyOf } from './keys.ts'
export { personByHetu, STAFF_CLAIMS, SUOMI_FI_CLAIMS, type ResidentClaims, type StaffClaims } from './claims.ts'
export { SecretError } from './secrets.ts'
export type { SealedCookie } from './sealed-cookie.ts'
export { COOKIE_MARK, COOKIE_OPTIONS } from './sessions.ts'
export { SECURITY_SCHEMES, securityOf, type Auth, type AuthHook } from './auth.ts'
export { KEPT_COOKIES, type KeptCookie, type KeptPurpose } from './kept-cookie.ts'
export type { OidcSettings } from './oidc.ts'
export {
  createIdentity, type Identity, type IdentityDeps, type ResidentSettings, SignInConfigError, type SignedIn,
  type StaffSettings,
} from './service.ts'
export { DEMO_PEOPLE, DEMO_STAFF, demoStaffActor, type DemoPerson, type DemoStaff } from './demo-provider/people.ts'
export { signInByDemo, type DemoWho } from './demo-provider/client.ts'
