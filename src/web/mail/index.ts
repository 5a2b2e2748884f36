import type { IdeaMail } from '../../ideas/index.ts'
import type { SealedCookie } from '../../identity/index.ts'
import { unreachable } from '../../kernel/index.ts'
import type { Language } from '../../platform/http/index.ts'
import type { Render } from '../../platform/mail/index.ts'
import type { Translated } from '../../rounds/index.ts'
import { formatOf } from '../format/index.ts'
import { type Html, html } from '../html/index.ts'
import { addressOf } from '../site/index.ts'
import { type Words, wordsOf } from '../words/index.ts'

type Told = ReturnType<Words['mail']['received']>
type Content = { readonly told: Told; readonly path: string }

export type MailDeps = {
  readonly publicUrl: () => string
  /** Seals what the way out of the mail stands for, so that nobody can make such an address. */
  readonly seal: SealedCookie['seal']
}

function inLanguage(language: Language, text: Translated): string {
  return text[language] ?? text.fi
}

function contentOf(language: Language, mail: IdeaMail): Content {
  const { mail: words } = wordsOf(language)
  const format = formatOf(language)
  const { title } = mail
  const idea = `/ideat/${mail.ideaId}`
  switch (mail.kind) {
    case 'received': return { told: words.received(title), path: idea }
    case 'accepted': return { told: words.accepted(title, mail.reason), path: idea }
    case 'refused': return { told: words.refused(title, mail.reason), path: idea }
    case 'asked': return { told: words.asked(title, mail.question), path: `/omat-ideat/${mail.ideaId}/vastaa` }
    case 'merged': return { told: words.merged(title, mail.into?.title ?? null, mail.reason), path: idea }
    case 'proposed': {
      const opens = new Date(mail.votingOpenAt)
      const { proposal } = mail
      return {
        path: idea,
        told: words.proposed(title, inLanguage(language, proposal.title), inLanguage(language, proposal.roundName),
          format.weekday(opens), format.time(opens)),
      }
    }
    case 'won': {
      const { proposal } = mail
      return {
        path: `/tulokset?kierros=${proposal.round}`,
        told: words.won(title, inLanguage(language, proposal.title), inLanguage(language, proposal.roundName)),
      }
    }
    case 'progressed': return {
      path: `/seuranta/${mail.proposal.round}/${mail.proposal.number}`,
      told: {
        ...words.progressed[mail.state](title, inLanguage(language, mail.proposal.title)), quote: mail.text,
      },
    }
    default: return unreachable(mail)
  }
}

function lines(text: string): Html {
  return html`${text.split('\n').map((line, i) => html`${i > 0 ? html`<br>` : ''}${line}`)}`
}

type Links = { readonly to: string; readonly stop: string }

function textOf(words: Words['mail'], { told }: Content, { to, stop }: Links): string {
  const quote = told.quote ? `${told.quote.split('\n').map((line) => `> ${line}`.trimEnd()).join('\n')}` : null
  return [
    words.greeting, ...told.paragraphs, ...(quote ? [quote] : []), `${told.link}:\n${to}`,
    `${words.regards}\n${words.sender}`, `-- \n${words.why}\n${words.stop}:\n${stop}`,
  ].join('\n\n') + '\n'
}

function htmlOf(language: Language, words: Words['mail'], { told }: Content, { to, stop }: Links): string {
  return String(html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${told.subject}</title></head>
<body>
<p>${words.greeting}</p>
${told.paragraphs.map((paragraph) => html`<p>${paragraph}</p>\n`)}${told.quote ? html`<blockquote>${lines(told.quote)}</blockquote>` : ''}
<p><a href="${to}">${told.link}</a></p>
<p>${words.regards}<br>${words.sender}</p>
<hr>
<p><small>${words.why} <a href="${stop}">${words.stop}</a></small></p>
</body></html>
`)
}

/** Makes the mail about an idea from its templates, in the language that the idea was sent in. */
export function createMailRenderer({ publicUrl, seal }: MailDeps): Render {
  return ({ kind, language, params }) => {
    const mail = { ...params, kind } as unknown as IdeaMail
    const { mail: words } = wordsOf(language)
    const content = contentOf(language, mail)
    const address = (path: string): string => publicUrl() + addressOf(language, path)
    const links = { to: address(content.path), stop: address(`/posti/lopeta/${seal({ idea: mail.ideaId })}`) }
    return {
      subject: content.told.subject, text: textOf(words, content, links), html: htmlOf(language, words, content, links),
      unsubscribeUrl: links.stop,
    }
  }
}
