import type { FaultCode } from '../../kernel/index.ts'
import type { IdeaRefusal } from '../../ideas/index.ts'
import type { ModerationRefusal } from '../../moderation/index.ts'
import type { CopyRefusal, ProposalRefusal } from '../../proposals/index.ts'
import type { RoundRefusal } from '../../rounds/index.ts'
import type { StationRefusal } from '../../stations/index.ts'
import type { ImportRefusal, OpeningRefusal, PublicationRefusal, TallyRefusal } from '../../tally/index.ts'
import type { CeremonyRefusal, DestroyedRefusal, ForgettingRefusal, ProofRefusal, RollRefusal, UrnRefusal } from '../../urn/index.ts'

/** Every way in which a person can be refused. A code without words or without a status does not compile. */
export type RefusalCode =
  | RoundRefusal | IdeaRefusal | ModerationRefusal | ProposalRefusal | CopyRefusal | UrnRefusal | RollRefusal | ProofRefusal | CeremonyRefusal
  | StationRefusal | OpeningRefusal | TallyRefusal | PublicationRefusal | ImportRefusal | ForgettingRefusal | DestroyedRefusal

/** What can be wrong with one field. */
export const FIELD_CODES = [
  'required', 'wrong_type', 'too_short', 'too_long', 'too_few', 'too_many', 'too_small', 'too_big',
  'not_among_choices', 'unknown_field', 'invalid', 'forbidden_character', 'not_money', 'not_a_time', 'no_such_local_time', 'repeated', 'unknown', 'out_of_order', 'moved_too_far', 'lasts_too_long', 'at_once', 'step_too_small',
  'only_for_rehearsals', 'itself', 'unknown_proposal', 'no_such_number', 'picked_twice', 'too_many_picks', 'too_few_picks',
  'hetu_malformed', 'hetu_impossible_date', 'hetu_wrong_check_character', 'hetu_artificial', 'not_a_share',
  'share_of_another_round', 'same_share_twice', 'difference_needs_note', 'not_an_election', 'not_a_local_path',
  'not_configured', 'not_started', 'too_late', 'no_role', 'several_stations', 'provider_unreachable', 'answer_not_valid',
  'refused_by_provider', 'auth_time_missing', 'not_asked_anew', 'not_strong_enough', 'not_a_tracker', 'not_a_hash', 'in_future',
  'title_needed', 'body_needed', 'theme_needed', 'email_malformed', 'alt_needed', 'answer_needed', 'source_needed',
  'hetu_needed', 'not_numbers', 'not_a_number', 'residence_needed', 'correction_reason_needed', 'share_needed', 'not_the_short_name', 'copy_needed', 'tracker_needed', 'hash_needed', 'idea_needed',
  'photo_heic', 'photo_kind', 'photo_animated', 'photo_pixels', 'photo_broken', 'photo_bytes',
] as const
export type FieldCode = (typeof FIELD_CODES)[number]

/** What goes wrong before a request reaches the house: bodies too large, of the wrong kind, too many at once. */
export type DoorCode = FaultCode | 'defect' | 'body_too_large' | 'unsupported_media_type' | 'method_not_allowed' | 'too_many_requests'
  | 'cast_too_often'

/** The sentences of problem documents. `{name}` is filled from the details or parameters. */
export type ProblemWords = {
  readonly door: Readonly<Record<DoorCode, string>>
  readonly refusals: Readonly<Record<RefusalCode, string>>
  readonly fields: Readonly<Record<FieldCode, string>>
}
