import { createHmac } from 'node:crypto'
import { assert } from '../kernel/index.ts'
import { parseHetu, type Person } from './domain.ts'

function keyOf(pepper: Buffer, name: string): Buffer {
  assert(pepper.length === 32, 'a pepper has 32 bytes')
  return createHmac('sha256', pepper).update(`v1|${name}`).digest()
}

/**
 * The key of a person by their normalised HETU: HMAC-SHA-256(pepper, "v1|" + HETU), 32 bytes. With a round's pepper it
 * is the voter key, with the service's own the author key. A HETU that is not normalised is a defect: it would give one
 * person two keys.
 */
export function voterKeyOf(pepper: Buffer, hetu: string): Buffer {
  const parsed = parseHetu(hetu)
  assert(parsed.ok && parsed.value.hetu === hetu, 'a key is made from a normalised identity code')
  return keyOf(pepper, hetu)
}

/**
 * The key of a person, whichever way they are identified. Somebody with an eIDAS identifier alone gets
 * HMAC-SHA-256(pepper, "v1|eidas|" + identifier); no HETU begins with a letter, so the two never meet.
 */
export function personKeyOf(pepper: Buffer, person: Pick<Person, 'hetu' | 'eidasPid'>): Buffer {
  if (person.hetu !== null) return voterKeyOf(pepper, person.hetu)
  assert(person.eidasPid, 'a person has an identity code or an eIDAS identifier')
  return keyOf(pepper, `eidas|${person.eidasPid}`)
}
