/** One mail: its subject, what it says, and what staff wrote, word for word. */
type Told = { subject: string; paragraphs: string[]; quote?: string | null; link: string }

export const mail = {
  greeting: 'Hei!',
  regards: 'Ystävällisin terveisin',
  sender: 'Heinolan kaupunki, osallistuva budjetointi',
  why: 'Saat tämän viestin, koska jätit osoitteesi ideasi mukana. Tähän viestiin ei voi vastata.',
  stop: 'En halua enää viestejä',
  received: (title: string): Told => ({
    subject: `Kiitos ideastasi: ${title}`,
    paragraphs: [
      `Ideasi ”${title}” on tullut perille.`,
      'Luemme sen pian. Kerromme sinulle sähköpostilla, mitä ideallesi tapahtuu.',
    ],
    link: 'Katso ideasi',
  }),
  accepted: (title: string, reason: string | null): Told => ({
    subject: `Ideasi hyväksyttiin: ${title}`,
    paragraphs: [
      `Hyviä uutisia: ideasi ”${title}” hyväksyttiin. Se näkyy nyt kaikille.`,
      'Seuraavaksi teemme hyväksytyistä ideoista ehdotuksia, joista äänestetään.',
    ],
    quote: reason, link: 'Katso ideasi',
  }),
  refused: (title: string, reason: string): Told => ({
    subject: `Ideasi ei mennyt jatkoon: ${title}`,
    paragraphs: [`Kiitos ideastasi ”${title}”. Emme voi ottaa sitä mukaan tällä kertaa. Tässä perustelumme:`],
    quote: reason, link: 'Katso ideasi',
  }),
  asked: (title: string, question: string): Told => ({
    subject: `Meillä on kysymys ideastasi: ${title}`,
    paragraphs: [`Luimme ideasi ”${title}” ja haluaisimme tietää lisää:`],
    quote: question, link: 'Vastaa kysymykseen',
  }),
  merged: (title: string, into: string | null, reason: string | null): Told => ({
    subject: `Ideasi yhdistettiin toiseen: ${title}`,
    paragraphs: [
      into === null
        ? `Ideasi ”${title}” yhdistettiin toiseen, samanlaiseen ideaan.`
        : `Ideasi ”${title}” yhdistettiin samanlaiseen ideaan ”${into}”.`,
      'Ideasi ei katoa: se jatkaa matkaansa yhdessä toisen kanssa.',
    ],
    quote: reason, link: 'Katso ideasi',
  }),
  proposed: (title: string, proposal: string, round: string, day: string, time: string): Told => ({
    subject: `Ideastasi äänestetään: ${title}`,
    paragraphs: [
      `Ideasi ”${title}” on mukana äänestyksessä: se on osa ehdotusta ”${proposal}” (${round}).`,
      `Äänestys alkaa ${day} klo ${time}. Kerro siitä muillekin!`,
    ],
    link: 'Katso ideasi',
  }),
  won: (title: string, proposal: string, round: string): Told => ({
    subject: `Ideasi toteutetaan: ${title}`,
    paragraphs: [
      `Onnea! Heinolalaiset äänestivät, ja ehdotus ”${proposal}” toteutetaan (${round}). Siinä on mukana ideasi ”${title}”.`,
    ],
    link: 'Katso tulos',
  }),
  progressed: {
    planned: (title: string, proposal: string): Told => ({
      subject: `Ideaasi suunnitellaan: ${title}`,
      paragraphs: [`Ehdotusta ”${proposal}” suunnitellaan nyt. Siinä on mukana ideasi ”${title}”.`],
      link: 'Katso, miten asia etenee',
    }),
    under_way: (title: string, proposal: string): Told => ({
      subject: `Ideaasi toteutetaan: ${title}`,
      paragraphs: [`Ehdotuksen ”${proposal}” toteutus on alkanut. Siinä on mukana ideasi ”${title}”.`],
      link: 'Katso, miten asia etenee',
    }),
    done: (title: string, proposal: string): Told => ({
      subject: `Ideasi on valmis: ${title}`,
      paragraphs: [`Ehdotus ”${proposal}” on toteutettu. Siinä on mukana ideasi ”${title}”. Kiitos, että keksit sen!`],
      link: 'Katso, mitä syntyi',
    }),
    dropped: (title: string, proposal: string): Told => ({
      subject: `Ideaasi ei toteuteta: ${title}`,
      paragraphs: [`Ehdotusta ”${proposal}” ei voidakaan toteuttaa. Siinä on mukana ideasi ”${title}”.`],
      link: 'Katso, miksi',
    }),
  },
  stopPage: {
    title: 'Lopeta sähköpostit',
    about: 'Sait viestin, koska osoitteesi on jätetty idean mukana. Voit lopettaa viestit heti. Silloin poistamme osoitteesi.',
    choose: 'Mitkä viestit lopetetaan?',
    one: 'Viestit tästä ideasta',
    all: 'Viestit kaikista ideoista, joissa on tämä osoite',
    button: 'Lopeta viestit',
    done: 'Et saa enää viestejä',
    doneText: 'Osoitteesi on poistettu. Voit yhä seurata ideoitasi palvelussa.',
    badLink: 'Linkki ei kelpaa',
    badLinkText: 'Avaa linkki viestistä uudelleen. Tarkista, että se on kokonainen.',
  },
}
