/**
 * Every table of the service, by name. Each room adds its own in its `table.ts` by declaration merging, so that a
 * transaction can pass through several rooms while a table's type is written once, in the room that owns it.
 */
// oxlint-disable-next-line no-empty-object-type -- the rooms fill it
export interface Tables {}
