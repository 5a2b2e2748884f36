import { ACCEPT, type SeedIdea, type SeedProposal } from './content.ts'

/** What the staff rehearsed with: evidently nothing that anybody could want built. */
export const IDEAS_REHEARSED: readonly SeedIdea[] = [
  {
    key: 'one', from: 'workshop', theme: 'muu', title: 'Harjoitusidea: torin kello', then: ACCEPT,
    body: 'Tällä idealla harjoitellaan kierroksen kulkua ideasta tulokseen. Sitä ei toteuteta.',
  },
  {
    key: 'two', from: 'paper', theme: 'muu', title: 'Harjoitusidea: rannan lyhty', then: ACCEPT,
    body: 'Tällä idealla harjoitellaan paperilla tulleen idean kirjaamista. Sitä ei toteuteta.',
  },
  {
    key: 'three', from: 'workshop', theme: 'ymparisto', title: 'Harjoitusidea: puiston tammi', then: ACCEPT,
    body: 'Tällä idealla harjoitellaan hyväksymistä ja hinnoittelua. Sitä ei toteuteta.',
  },
]

const SUMMARY = {
  fi: 'Vain harjoittelua varten: tätä ei toteuteta.', sv: 'Bara för övning: detta genomförs inte.',
  en: 'For practice alone: this will not be carried out.',
}

export const PROPOSALS_REHEARSED: readonly SeedProposal[] = [
  {
    title: { fi: 'Harjoitus: torin kello', sv: 'Övning: torgets klocka', en: 'Rehearsal: a clock for the square' },
    summary: SUMMARY, eur: [20_000, 30_000], ideas: ['one'],
  },
  {
    title: { fi: 'Harjoitus: rannan lyhty', sv: 'Övning: strandens lykta', en: 'Rehearsal: a lantern for the shore' },
    summary: SUMMARY, eur: [10_000, 15_000], ideas: ['two'],
  },
  {
    title: { fi: 'Harjoitus: puiston tammi', sv: 'Övning: parkens ek', en: 'Rehearsal: an oak for the park' },
    summary: SUMMARY, eur: [8_000, 10_000], ideas: ['three'],
  },
]
