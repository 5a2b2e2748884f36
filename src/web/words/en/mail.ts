import type { mail as finnish } from '../fi/mail.ts'

export const mail: typeof finnish = {
  greeting: 'Hello,',
  regards: 'Kind regards',
  sender: 'Town of Heinola, participatory budgeting',
  why: 'You get this message because you left your address with your idea. You cannot reply to it.',
  stop: 'I do not want any more messages',
  received: (title) => ({
    subject: `Thank you for your idea: ${title}`,
    paragraphs: [
      `We have received your idea “${title}”.`,
      'We will read it soon, and tell you by e-mail what happens to it.',
    ],
    link: 'See your idea',
  }),
  accepted: (title, reason) => ({
    subject: `Your idea was accepted: ${title}`,
    paragraphs: [
      `Good news: your idea “${title}” was accepted. Everybody can see it now.`,
      'Next we make proposals from the accepted ideas, and people vote on them.',
    ],
    quote: reason, link: 'See your idea',
  }),
  refused: (title, reason) => ({
    subject: `Your idea did not go forward: ${title}`,
    paragraphs: [`Thank you for your idea “${title}”. We cannot take it forward this time. This is why:`],
    quote: reason, link: 'See your idea',
  }),
  asked: (title, question) => ({
    subject: `We have a question about your idea: ${title}`,
    paragraphs: [`We have read your idea “${title}” and would like to know more:`],
    quote: question, link: 'Answer the question',
  }),
  merged: (title, into, reason) => ({
    subject: `Your idea was merged with another: ${title}`,
    paragraphs: [
      into === null
        ? `Your idea “${title}” was merged with another idea like it.`
        : `Your idea “${title}” was merged with an idea like it, “${into}”.`,
      'Your idea is not lost: it goes on together with the other one.',
    ],
    quote: reason, link: 'See your idea',
  }),
  proposed: (title, proposal, round, day, time) => ({
    subject: `People will vote on your idea: ${title}`,
    paragraphs: [
      `Your idea “${title}” is in the vote: it is part of the proposal “${proposal}” (${round}).`,
      `Voting opens on ${day} at ${time}. Do tell others!`,
    ],
    link: 'See your idea',
  }),
  won: (title, proposal, round) => ({
    subject: `Your idea will be carried out: ${title}`,
    paragraphs: [
      `Congratulations! The people of Heinola have voted, and the proposal “${proposal}” will be carried out (${round}). Your idea “${title}” is part of it.`,
    ],
    link: 'See the result',
  }),
  progressed: {
    planned: (title, proposal) => ({
      subject: `Your idea is being planned: ${title}`,
      paragraphs: [`The proposal “${proposal}” is now being planned. Your idea “${title}” is part of it.`],
      link: 'See how it is going',
    }),
    under_way: (title, proposal) => ({
      subject: `Your idea is being carried out: ${title}`,
      paragraphs: [`Work on the proposal “${proposal}” has begun. Your idea “${title}” is part of it.`],
      link: 'See how it is going',
    }),
    done: (title, proposal) => ({
      subject: `Your idea is finished: ${title}`,
      paragraphs: [`The proposal “${proposal}” has been carried out. Your idea “${title}” is part of it. Thank you for thinking of it!`],
      link: 'See what came of it',
    }),
    dropped: (title, proposal) => ({
      subject: `Your idea will not be carried out: ${title}`,
      paragraphs: [`The proposal “${proposal}” cannot be carried out after all. Your idea “${title}” is part of it.`],
      link: 'See why',
    }),
  },
  stopPage: {
    title: 'Stop e-mail',
    about: 'You got a message because your address was left with an idea. You can stop the messages at once. We will then delete your address.',
    choose: 'Which messages should stop?',
    one: 'Messages about this idea',
    all: 'Messages about all ideas with this address',
    button: 'Stop the messages',
    done: 'You will get no more messages',
    doneText: 'Your address has been deleted. You can still follow your ideas in the service.',
    badLink: 'This link does not work',
    badLinkText: 'Open the link in the message again. Check that it is complete.',
  },
}
