import { ACCEPT, type SeedIdea } from './content.ts'

/** The first ideas of Osbu 2027. Most wait for a moderator, so that there is work to do. */
export const IDEAS_2027: readonly SeedIdea[] = [
  {
    key: 'sauna', from: 16, theme: 'vapaa-aika', place: 'ranta',
    authorName: 'Löylynheittäjä', title: 'Yleinen sauna rantaan',
    body: 'Kaupungin yhteinen sauna rannassa, johon voisi tulla kuka vain edullisesti. Talvella vieressä olisi avanto.',
    then: ACCEPT,
  },
  {
    key: 'apple-trees', from: '010469-999W', theme: 'ymparisto', title: 'Omenapuita kaikkien poimittavaksi',
    body: 'Puistoihin voisi istuttaa omena- ja marjapensasrivejä, joista jokainen saa syksyllä poimia itselleen.',
    then: [
      { kind: 'ask', question: 'Onko sinulla mielessä jokin tietty puisto?' },
      { kind: 'answer', text: 'Ensin vaikka Maitiaislahteen, siellä on tilaa ja moni kulkee ohi.' },
    ],
  },
  {
    key: 'skate-lights', from: 17, theme: 'lapset-ja-nuoret', title: 'Valot luistelukentälle myöhempään',
    body: 'Kentän valot sammuvat liian aikaisin. Jos ne saisi itse päälle napista, ilta jatkuisi ilman turhaa '
      + 'sähkönkulutusta.',
  },
  {
    key: 'story-walk', from: 'workshop', theme: 'lapset-ja-nuoret', authorName: 'Päiväkodin perheilta',
    title: 'Satupolku metsään', place: 'harju',
    body: 'Harjulle tehtäisiin polku, jonka varrella on kylttejä: jokaisessa on pätkä satua ja pieni tehtävä lapsille.',
  },
  {
    key: 'repair', from: 18, theme: 'muu', authorName: 'Kaikki kuntoon', title: 'Korjauspaja kerran kuussa',
    body: 'Tuo rikkinäinen leivänpaahdin tai sukka, ja vapaaehtoinen auttaa korjaamaan. Tarvitaan tila ja työkalut.',
  },
  {
    key: 'skridskor', from: 19, theme: 'vapaa-aika', language: 'sv', title: 'Skridskor att låna vid rinken',
    body: 'Ett skåp med skridskor i olika storlekar vid rinken skulle göra att alla barn kan vara med, också de som '
      + 'inte har egna.',
  },
  {
    key: 'chess', from: '210281-9988', theme: 'vapaa-aika', place: 'tori', authorName: 'Naapurikaupungista',
    title: 'Shakkipöytiä torin laidalle',
    body: 'Käyn Heinolassa usein töissä. Kivinen shakkipöytä torilla olisi mukava paikka tavata ihmisiä lounastauolla.',
  },
]
