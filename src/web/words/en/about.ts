import type { about as finnish } from '../fi/about.ts'

export const about: typeof finnish = {
  title: 'About Osbu',
  lead: 'In participatory budgeting, Osbu, the people of Heinola decide what the town spends a part of its money on.',
  how: {
    heading: 'How Osbu works',
    steps: [
      'Residents send ideas. Anybody can send one, whatever their age.',
      'The town goes through the ideas, merges those that are alike and estimates what they cost. Everybody who sent one learns what became of it, and why.',
      'Residents vote online, or on paper at a station.',
      'The votes are counted by a public rule. The proposals with most votes are carried out until the money is spent.',
      'The town tells what became of the winners.',
    ],
  },
  pages: 'Read more',
  allPages: 'About Osbu',
  voting: {
    title: 'Who may vote',
    about: 'Voting age, municipality of residence, and how to vote if you cannot sign in online.',
    lead: (round) => `The figures are those of the round ${round}.`,
    none: 'There are no rounds yet. This page will tell who may vote when a round has opened.',
    age: (years, day) => `You may vote if you are at least ${years} years old on ${day}.`,
    residence: (codes) => `Your municipality of residence is Heinola (code ${codes}).`,
    picks: (min, max) => `You pick ${min === max ? max : `${min}–${max}`} proposals. Every choice is one vote.`,
    once: (mayReplace) => mayReplace
      ? 'Everybody votes once. A vote cast online can be changed until voting ends.'
      : 'Everybody votes once. A vote that was cast cannot be changed.',
    times: (from, to) => `Voting is open ${from} – ${to}.`,
    who: 'The right to vote',
    how: 'Online',
    howText: 'Sign in with Suomi.fi e-Identification: bank codes, a mobile certificate or an identity card.',
    desk: 'At a station',
    deskText: 'Bring proof of identity. At a station one votes on paper. You can vote there, too, if your municipality cannot be found out online.',
    noStations: 'The stations will be announced later.',
  },
  secrecy: {
    title: 'The secrecy of the vote',
    about: 'How your vote stays secret and still counts, what we claim and what we do not.',
    lead: 'The model is the postal vote: an inner envelope without a name, inside an outer one with it.',
    sections: [
      {
        heading: 'How a vote stays secret',
        ordered: true,
        items: [
          'Keys. A round has a key pair. The public key seals the ballots. The private key is shared out on paper among three key holders, and two of them are needed to open the ballots. The whole private key is kept nowhere.',
          'Cast. When you confirm your choices they are sealed into an encrypted ballot at once. Open choices are neither stored nor logged. The urn has one row per person, so nobody can vote twice and no vote can get lost between the check-off and the ballot.',
          'Change. If the round allows it you can change a vote cast online until voting ends. The new ballot takes the place of the old one.',
          'Paper. At a station a clerk checks your identity and registers your form. The vote goes into the same urn, sealed in the same way.',
          'Close. When voting has ended the list of the sealed ballots is published. From then on nobody can add, drop or swap a ballot unnoticed.',
          'Open. Two key holders enter their shares. The urn is compared with its list, the ballots are opened and stripped of whose they were. The opened ballots are put in the order of their random trackers.',
          'Count and publish. The votes are counted by the rule of the round. The ballots are published by tracker, without channel, station or time.',
          'Forget. After the appeal period the secret keys of the round, the sealed ballots, their backups and the key shares are destroyed. The anonymous ballots stay.',
        ],
      },
      {
        heading: 'What we claim',
        items: [
          '(a) Who holds the database, a backup, the WAL and all logs can’t tell how anyone voted, nor how the vote is going.',
          '(b) After step 8 nobody can.',
          '(c) Every voter can see that their ballot was counted as cast, and everybody can recount.',
        ],
      },
      {
        heading: 'What we do not claim',
        text: ['We do not claim protection against'],
        items: [
          'two key holders working together with the database’s administrator before step 8',
          'a hostile server while you vote',
          'malware on your device',
          'somebody looking over your shoulder',
          'the clerk who registers your paper form',
          'the selling of votes: after publication whoever is shown a tracker sees its picks, so votes could be sold.',
        ],
      },
    ],
  },
  verify: {
    title: 'How to verify the result',
    about: 'Finding your own ballot, the urn list, and counting the votes again.',
    lead: 'You do not have to trust us. Everything that is needed for checking is public.',
    sections: [
      {
        heading: 'Your own vote',
        ordered: true,
        items: [
          'Keep your receipt: it has a tracker and the hash of the sealed ballot.',
          'When voting has ended, look for the hash in the list of sealed ballots. It shows that your ballot is in the urn.',
          'When the result is published, type your tracker. You see your ballot in the public list and what became of each of your choices.',
        ],
      },
      {
        heading: 'The urn',
        text: [
          'The list of sealed ballots has the SHA-256 hash of every ballot that was in the urn, one a line, sorted. The hash of the list itself was written to the chain of events when voting ended.',
          'The result tells how many ballots were in the urn, how many could be opened and which could not. The figures must agree, or nothing is published.',
        ],
      },
      {
        heading: 'Counting the votes again',
        ordered: true,
        items: [
          'Download the result (JSON) and the ballots (CSV) from the page of the result.',
          'Count for yourself: the votes of a proposal are the ballots that have its number. A spreadsheet will do.',
          'Go through the list from the top down and take from the envelope every proposal that fits.',
          'Or use the open program of the service: npm run osbu -- recount result.json ballots.csv. It tells whether everything agrees and, if not, where the first difference is.',
        ],
      },
    ],
  },
  privacy: {
    title: 'Privacy notice',
    about: 'What is stored, why, for how long, and what your rights are.',
    lead: 'Your personal identity code is not stored. This is how we handle the rest.',
    sections: [
      {
        heading: 'Controller and contact',
        text: ['The controller is the town of Heinola. In matters of privacy you can reach the town by the contact details on the feedback page.'],
      },
      {
        heading: 'Why data are processed',
        text: [
          'Data are processed to hold participatory budgeting: to take ideas, to check who may vote and to hold the vote. The basis is a task in the public interest (GDPR Article 6(1)(e), Local Government Act section 22).',
          'A vote may tell of a political opinion. That is why votes are made anonymous, and nobody can link a vote to you from what is published.',
        ],
      },
      {
        heading: 'What is stored',
        items: [
          'The personal identity code: not stored. When you sign in, a key turns it into an identifier from which the code cannot be worked out, and the code is forgotten at once.',
          'Voting: the identifier, the sealed ballot and the day. The time is not stored. Of a paper vote also the station, the clerk and how residence was checked.',
          'The roll of voters, where a round has one: identifiers alone.',
          'Ideas: the text, theme, a place and photo if given, the day, and the identifier by which you see your own ideas. A pen name and an e-mail address only if you give them. The address is not public. Place and other data are removed from the photo.',
          'Staff: name, role and what was done, in the chain of events.',
          'Logs: which page was visited and how fast it answered. Voting and the work at stations leave no line.',
        ],
      },
      {
        heading: 'For how long',
        items: [
          'Identifiers of voters, sealed ballots and the roll: until the end of the appeal period. Then they are destroyed, backups included.',
          'Anonymous ballots and the result: permanently. No voter can be worked out from them.',
          'Ideas and decisions: by the town’s plan for managing information. You can remove your e-mail address yourself by the link in every message.',
          'The chain of events: permanently, so that the course of a round can be checked.',
        ],
      },
      {
        heading: 'Who receives data',
        text: ['Data are not handed on and not transferred out of the EU. Signing in happens at Suomi.fi e-Identification, which gives the service your personal identity code and municipality.'],
      },
      {
        heading: 'Your rights',
        text: [
          'You can ask to see your data, have mistakes corrected, restrict the processing or object to it. A sealed vote cannot be opened or removed on request, so that the vote stays secret and right. You can withdraw an idea until it is part of a vote.',
          'If you think that your data are handled wrongly you can complain to the Data Protection Ombudsman (tietosuoja.fi).',
        ],
      },
      {
        heading: 'Cookies',
        text: ['Only cookies that are needed are used: the session (an hour at most at a time), the course of signing in, and unfinished forms in encrypted form. Visitors are not followed, and the pages load nothing from anybody else’s servers.'],
      },
    ],
  },
  accessibility: {
    title: 'Accessibility statement',
    about: 'How accessible the service is, what is known to be missing, and how to give feedback.',
    lead: 'The statement concerns Heinola’s service for participatory budgeting. It is based on the Act on the Provision of Digital Services (306/2019).',
    sections: [
      {
        heading: 'How the service stands',
        text: [
          'The service is made to meet levels A and AA of WCAG 2.2. It was assessed by its makers, with automatic tests and by hand. No assessment from outside has been made yet.',
          'The service can be used with a keyboard, with a screen reader, magnified, in dark mode and without JavaScript.',
        ],
      },
      {
        heading: 'What is known to be missing',
        items: [
          'The description of the API for developers is in English alone and has not been assessed.',
          'Ideas of residents are in the language in which they were written and are not translated.',
          'The descriptions of the photos of ideas are written by their senders.',
        ],
      },
      {
        heading: 'Did you find something missing?',
        text: ['Tell us by the contact details on the feedback page. We answer within 14 days. You can also ask for accessible information about content that you cannot use.'],
      },
      {
        heading: 'Supervisory authority',
        text: [
          'If you are not content with the answer, or get none within 14 days, you can notify the Finnish Transport and Communications Agency Traficom.',
          'Finnish Transport and Communications Agency Traficom, Digital Accessibility Supervision Unit. www.webaccessibility.fi, saavutettavuus@traficom.fi, telephone exchange +358 29 534 5000.',
        ],
      },
    ],
  },
  chain: {
    heading: 'The chain of events',
    text: 'What staff do is recorded in a chain in which each event carries the hash of the one before it. The last hash of the chain is published every day. If the chain were written anew later, the old hashes would no longer be in it. Keep a hash, and you can ask the town to show that it is still in the chain.',
    latest: (day: string, events: string): string => `The hash on ${day}, events ${events}:`,
    none: 'No hashes have been published yet.',
    file: 'All days (JSON)',
  },
  openData: {
    title: 'Open data and API',
    about: 'Results, ballots and proposals in machine-readable form, for anybody.',
    lead: 'Everything that is public is there in machine-readable form, too, without registration.',
    sections: [
      {
        heading: 'What there is',
        items: [
          'Rounds, ideas and proposals (JSON)',
          'The list of sealed ballots when voting has ended (TXT)',
          'The result with its reasons (JSON) and the anonymous ballots (CSV) when the result is published',
          'What became of the winners, with news (JSON)',
        ],
      },
      { heading: 'What there is not', text: ['There are no interim results. While voting is open only the number of voters is told, rounded down to ten.'] },
    ],
  },
  statementDate: (day) => `The statement was made on ${day}.`,
  apiDocs: 'Description of the API',
  checkVote: 'Check your own vote',
  results: 'Results and files',
  giveFeedback: 'Feedback page',
  claims: 'Read how your vote stays secret',
  feedback: {
    title: 'Give feedback',
    about: 'Questions, feedback and accessibility.',
    lead: 'Tell us if something does not work, is missing or is unclear. Feedback on accessibility is answered within 14 days.',
    email: 'E-mail',
    phone: 'Telephone',
    none: 'Contact details for feedback have not been added to the service yet. Please contact the customer service of the town of Heinola.',
    tellUs: 'Please tell us',
    tell: ['what you were doing, and on which page', 'what happened', 'with which device and browser'],
    neverTell: 'Do not send your personal identity code, your tracker or how you voted.',
    authority: 'If you get no answer to feedback on accessibility you can notify Traficom. Its contact details are in the accessibility statement.',
  },
}
