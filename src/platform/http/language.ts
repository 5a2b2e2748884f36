/** The three languages of the service, the default first. */
export const LANGUAGES = ['fi', 'sv', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

function isLanguage(text: string | undefined): text is Language {
  return text !== undefined && (LANGUAGES as readonly string[]).includes(text)
}

/** The language that an `Accept-Language` header asks for (RFC 9110, 12.5.4); Finnish when it asks for none of ours. */
export function languageOf(header: string | undefined): Language {
  const wishes = (header ?? '').slice(0, 200).split(',').map((part) => {
    const [tag = '', ...options] = part.trim().toLowerCase().split(';')
    const q = options.map((option) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(option)?.[1]).find((value) => value)
    return { language: tag.trim().split('-')[0], weight: q === undefined ? 1 : Number(q) }
  })
  const best = wishes.filter((wish) => wish.weight > 0 && isLanguage(wish.language))
    .sort((a, b) => b.weight - a.weight)[0]
  return best && isLanguage(best.language) ? best.language : 'fi'
}
