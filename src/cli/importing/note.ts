import type { Translated } from '../../rounds/index.ts'

export type NoteFacts = {
  readonly description: string
  readonly fileName: string
  readonly fileSha256: string
  /** Null for euros: pages show every amount as euros. */
  readonly currency: string | null
  /** The rule that the file names, where it is not wholly counted here, and the one that was used instead. */
  readonly otherRule: { readonly told: string; readonly used: string } | null
  /** Ids of projects, by whether the file alone or the count alone has them among the chosen; null when it does not say. */
  readonly differs: { readonly file: readonly string[]; readonly count: readonly string[] } | null
}

type Sentences = {
  readonly from: (facts: NoteFacts) => string
  readonly times: string
  readonly currency: (currency: string) => string
  readonly otherRule: (told: string, used: string) => string
  readonly same: string
  readonly differs: (file: string, count: string) => string
}

const NOBODY = '–'

const FI: Sentences = {
  from: ({ description, fileName, fileSha256 }) =>
    `Muualla pidetty äänestys: ${description}. Se on tuotu Pabulib-tiedostosta ${fileName} (SHA-256 ${fileSha256}).`,
  times: 'Ideavaiheen ajat, kellonajat ja seurantakoodit eivät ole tiedostosta.',
  currency: (currency) => `Rahamäärät ovat valuuttaa ${currency}, vaikka sivut näyttävät euroja.`,
  otherRule: (told, used) => `Tiedosto nimeää laskentasäännöksi ”${told}”. Täällä ei ole aivan samaa sääntöä, joten laskettiin säännöllä ”${used}”.`,
  same: 'Toteutettavaksi valittiin samat hankkeet kuin tiedoston mukaan.',
  differs: (file, count) => `Tulos eroaa tiedostosta. Vain tiedoston mukaan valittuja: ${file}. Vain tämän laskennan mukaan valittuja: ${count}.`,
}

const SV: Sentences = {
  from: ({ description, fileName, fileSha256 }) =>
    `En omröstning som hölls på annat håll: ${description}. Den har importerats från Pabulib-filen ${fileName} (SHA-256 ${fileSha256}).`,
  times: 'Tiderna för idéfasen, klockslagen och spårningskoderna kommer inte från filen.',
  currency: (currency) => `Beloppen är i valutan ${currency}, fast sidorna visar euro.`,
  otherRule: (told, used) => `Filen anger räkneregeln ”${told}”. Exakt den regeln finns inte här, så rösterna räknades med regeln ”${used}”.`,
  same: 'Samma projekt valdes som enligt filen.',
  differs: (file, count) => `Resultatet skiljer sig från filen. Valda bara enligt filen: ${file}. Valda bara enligt den här räkningen: ${count}.`,
}

const EN: Sentences = {
  from: ({ description, fileName, fileSha256 }) =>
    `A vote that was held elsewhere: ${description}. It was imported from the Pabulib file ${fileName} (SHA-256 ${fileSha256}).`,
  times: 'The times of the ideas phase, the times of day and the trackers are not from the file.',
  currency: (currency) => `Amounts are in the currency ${currency}, although the pages show euros.`,
  otherRule: (told, used) => `The file names the counting rule “${told}”. Just that rule does not exist here, so “${used}” was used.`,
  same: 'The same projects were chosen as the file tells.',
  differs: (file, count) => `The result differs from the file. Chosen in the file alone: ${file}. Chosen in this count alone: ${count}.`,
}

function noteIn(sentences: Sentences, facts: NoteFacts): string {
  const list = (ids: readonly string[]): string => (ids.length === 0 ? NOBODY : ids.join(', '))
  const { currency, otherRule, differs } = facts
  const same = differs !== null && differs.file.length === 0 && differs.count.length === 0
  return [
    sentences.from(facts), sentences.times,
    ...currency === null ? [] : [sentences.currency(currency)],
    ...otherRule === null ? [] : [sentences.otherRule(otherRule.told, otherRule.used)],
    ...differs === null ? [] : [same ? sentences.same : sentences.differs(list(differs.file), list(differs.count))],
  ].join(' ')
}

/** What the result page tells of an imported election, in the three languages. */
export function importNote(facts: NoteFacts): Translated {
  return { fi: noteIn(FI, facts), sv: noteIn(SV, facts), en: noteIn(EN, facts) }
}

/** The summary of a project that has no description in its file. */
export function projectSummary(id: string): Translated {
  return { fi: `Hankkeen tunnus tiedostossa: ${id}`, sv: `Projektets id i filen: ${id}`, en: `The project’s id in the file: ${id}` }
}
