import type { mail as finnish } from '../fi/mail.ts'

export const mail: typeof finnish = {
  greeting: 'Hej!',
  regards: 'Med vänlig hälsning',
  sender: 'Heinola stad, deltagande budgetering',
  why: 'Du får det här meddelandet för att du lämnade din adress tillsammans med din idé. Det går inte att svara på meddelandet.',
  stop: 'Jag vill inte ha fler meddelanden',
  received: (title) => ({
    subject: `Tack för din idé: ${title}`,
    paragraphs: [
      `Din idé ”${title}” har kommit fram.`,
      'Vi läser den snart. Vi berättar per e-post vad som händer med den.',
    ],
    link: 'Se din idé',
  }),
  accepted: (title, reason) => ({
    subject: `Din idé godkändes: ${title}`,
    paragraphs: [
      `Goda nyheter: din idé ”${title}” godkändes. Nu kan alla se den.`,
      'Av de godkända idéerna gör vi sedan förslag som det röstas om.',
    ],
    quote: reason, link: 'Se din idé',
  }),
  refused: (title, reason) => ({
    subject: `Din idé gick inte vidare: ${title}`,
    paragraphs: [`Tack för din idé ”${title}”. Vi kan inte ta med den den här gången. Här är vår motivering:`],
    quote: reason, link: 'Se din idé',
  }),
  asked: (title, question) => ({
    subject: `Vi har en fråga om din idé: ${title}`,
    paragraphs: [`Vi har läst din idé ”${title}” och vill gärna veta mer:`],
    quote: question, link: 'Svara på frågan',
  }),
  merged: (title, into, reason) => ({
    subject: `Din idé slogs ihop med en annan: ${title}`,
    paragraphs: [
      into === null
        ? `Din idé ”${title}” slogs ihop med en annan, liknande idé.`
        : `Din idé ”${title}” slogs ihop med en liknande idé, ”${into}”.`,
      'Din idé försvinner inte: den går vidare tillsammans med den andra.',
    ],
    quote: reason, link: 'Se din idé',
  }),
  proposed: (title, proposal, round, day, time) => ({
    subject: `Det röstas om din idé: ${title}`,
    paragraphs: [
      `Din idé ”${title}” är med i omröstningen: den är en del av förslaget ”${proposal}” (${round}).`,
      `Omröstningen börjar ${day} kl. ${time}. Berätta gärna för andra!`,
    ],
    link: 'Se din idé',
  }),
  won: (title, proposal, round) => ({
    subject: `Din idé blir verklighet: ${title}`,
    paragraphs: [
      `Grattis! Heinolaborna har röstat, och förslaget ”${proposal}” genomförs (${round}). Din idé ”${title}” ingår i det.`,
    ],
    link: 'Se resultatet',
  }),
  progressed: {
    planned: (title, proposal) => ({
      subject: `Din idé planeras: ${title}`,
      paragraphs: [`Förslaget ”${proposal}” planeras nu. Din idé ”${title}” ingår i det.`],
      link: 'Se hur det framskrider',
    }),
    under_way: (title, proposal) => ({
      subject: `Din idé genomförs: ${title}`,
      paragraphs: [`Arbetet med förslaget ”${proposal}” har börjat. Din idé ”${title}” ingår i det.`],
      link: 'Se hur det framskrider',
    }),
    done: (title, proposal) => ({
      subject: `Din idé är färdig: ${title}`,
      paragraphs: [`Förslaget ”${proposal}” är genomfört. Din idé ”${title}” ingår i det. Tack för att du kom på den!`],
      link: 'Se vad det blev',
    }),
    dropped: (title, proposal) => ({
      subject: `Din idé genomförs inte: ${title}`,
      paragraphs: [`Förslaget ”${proposal}” kan ändå inte genomföras. Din idé ”${title}” ingår i det.`],
      link: 'Se varför',
    }),
  },
  stopPage: {
    title: 'Avsluta e-posten',
    about: 'Du fick ett meddelande för att din adress lämnades tillsammans med en idé. Du kan avsluta meddelandena genast. Då raderar vi din adress.',
    choose: 'Vilka meddelanden vill du avsluta?',
    one: 'Meddelanden om den här idén',
    all: 'Meddelanden om alla idéer med den här adressen',
    button: 'Avsluta meddelandena',
    done: 'Du får inga fler meddelanden',
    doneText: 'Din adress har raderats. Du kan fortfarande följa dina idéer i tjänsten.',
    badLink: 'Länken fungerar inte',
    badLinkText: 'Öppna länken i meddelandet på nytt. Kontrollera att den är hel.',
  },
}
