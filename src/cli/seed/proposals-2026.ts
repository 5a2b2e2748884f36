import type { SeedProposal } from './content.ts'

/** The dozen on the ballot of Osbu 2026. The first five have the titles and costs that the town published in 2024. */
export const PROPOSALS_2026: readonly SeedProposal[] = [
  {
    title: { fi: 'Koirapuisto Jyränköön', sv: 'Hundpark i Jyränkö', en: 'Dog park in Jyränkö' },
    summary: {
      fi: 'Jyränköön aidataan koirapuisto, jossa pienillä ja isoilla koirilla on oma puolensa. Mukana penkit ja '
        + 'roska-astiat.',
      sv: 'I Jyränkö inhägnas en hundpark med egna sidor för små och stora hundar. Bänkar och papperskorgar ingår.',
      en: 'A fenced dog park in Jyränkö with a side each for small and big dogs, benches and litter bins.',
    },
    eur: [5_000, 8_000], ideas: ['dogs-jyranko'],
  },
  {
    title: { fi: 'Koirapuisto Kirkonkylään', sv: 'Hundpark i Kirkonkylä', en: 'Dog park in Kirkonkylä' },
    summary: {
      fi: 'Kirkonkylään aidataan koirapuisto kävelymatkan päähän kodeista.',
      sv: 'I Kirkonkylä inhägnas en hundpark på gångavstånd från hemmen.',
      en: 'A fenced dog park in Kirkonkylä, within a walk of people’s homes.',
    },
    eur: [5_000, 5_000], ideas: ['dogs-kirkonkyla'],
  },
  {
    title: { fi: 'Nuotiopaikka Sepänniemeen', sv: 'Eldplats på Sepänniemi', en: 'Campfire site at Sepänniemi' },
    summary: {
      fi: 'Sepänniemeen tehdään turvallinen nuotiopaikka, penkit ja puuvaja kaikkien käyttöön.',
      sv: 'På Sepänniemi byggs en trygg eldplats med bänkar och vedbod för alla.',
      en: 'A safe campfire site at Sepänniemi with benches and a woodshed, for everybody.',
    },
    eur: [2_000, 2_000], ideas: ['campfire'],
  },
  {
    title: { fi: 'Arboretum Niemelä', sv: 'Arboretum Niemelä', en: 'Niemelä arboretum' },
    summary: {
      fi: 'Niemelään istutetaan puulajipuisto, jossa polku ja nimikyltit johdattavat puulta toiselle.',
      sv: 'I Niemelä planteras en trädslagspark där en stig och namnskyltar leder från träd till träd.',
      en: 'A park of tree species at Niemelä, where a path and name plates lead from tree to tree.',
    },
    eur: [3_000, 4_000], ideas: ['arboretum'],
  },
  {
    title: {
      fi: 'Maamuraali vanhoille tenniskentille', sv: 'Markmålning på de gamla tennisbanorna',
      en: 'Ground mural on the old tennis courts',
    },
    summary: {
      fi: 'Nuoret suunnittelevat ja maalaavat taiteilijan kanssa suuren maamuraalin vanhojen tenniskenttien pintaan.',
      sv: 'Unga planerar och målar tillsammans med en konstnär en stor målning på de gamla tennisbanornas yta.',
      en: 'Young people and an artist design and paint a big mural on the ground of the old tennis courts.',
    },
    eur: [5_000, 7_000], ideas: ['mural'],
  },
  {
    title: {
      fi: 'Talviuintipaikka Siltasaareen', sv: 'Vinterbadplats på Siltasaari',
      en: 'Winter swimming at Siltasaari',
    },
    summary: {
      fi: 'Siltasaareen tehdään talviuintipaikka: loiva laituri, valot ja lämmin pukukoppi.',
      sv: 'På Siltasaari byggs en vinterbadplats: en låg brygga, belysning och ett varmt omklädningsrum.',
      en: 'A place for winter swimming at Siltasaari: a low jetty, lights and a warm changing room.',
    },
    eur: [12_000, 18_000], ideas: ['winter-swim'],
  },
  {
    title: { fi: 'Pumppurata Tommolaan', sv: 'Pumpbana i Tommola', en: 'Pump track in Tommola' },
    summary: {
      fi: 'Tommolaan rakennetaan asfaltoitu pumppurata pyörille, skuuteille ja rullalaudoille.',
      sv: 'I Tommola byggs en asfalterad pumpbana för cyklar, sparkcyklar och skateboardar.',
      en: 'A tarmac pump track in Tommola for bikes, scooters and skateboards.',
    },
    eur: [20_000, 25_000], ideas: ['pumptrack'],
  },
  {
    title: {
      fi: 'Lainattavia pelejä ja välineitä kirjastoon', sv: 'Spel och redskap att låna på biblioteket',
      en: 'Games and gear to borrow at the library',
    },
    summary: {
      fi: 'Kirjastosta voi lainata lautapelejä, ulkoiluvälineitä ja työkaluja kirjastokortilla.',
      sv: 'På biblioteket kan man låna brädspel, utrustning för friluftsliv och verktyg med sitt kort.',
      en: 'Board games, outdoor gear and tools to borrow with a library card.',
    },
    eur: [3_000, 5_000], ideas: ['library-games'],
  },
  {
    title: { fi: 'Penkkejä kävelyreiteille', sv: 'Bänkar längs promenadstråken', en: 'Benches along the walks' },
    summary: {
      fi: 'Rantareitille ja muille kävelyreiteille tuodaan selkänojallisia penkkejä niin, että levähtää voi usein.',
      sv: 'Längs strandleden och andra stråk ställs bänkar med ryggstöd så tätt att man kan vila ofta.',
      en: 'Benches with backs on the shore walk and other walks, close enough to rest often.',
    },
    eur: [4_000, 6_000], ideas: ['benches', 'rest'],
  },
  {
    title: { fi: 'Kukkaniitty Myllyojalle', sv: 'Blomsteräng i Myllyoja', en: 'Flower meadow at Myllyoja' },
    summary: {
      fi: 'Myllyojan joutomaalle kylvetään kotimaisten kukkien niitty pölyttäjien ja kulkijoiden iloksi.',
      sv: 'På ödemarken i Myllyoja sås en äng av inhemska blommor till glädje för pollinerare och förbipasserande.',
      en: 'A meadow of native flowers on the waste land at Myllyoja, for pollinators and passers-by.',
    },
    eur: [1_500, 2_500], ideas: ['meadow'],
  },
  {
    title: {
      fi: 'Nuorten yökahvila viikonloppuihin', sv: 'Nattkafé för unga under veckosluten',
      en: 'Weekend night café for young people',
    },
    summary: {
      fi: 'Nuorille avataan viikonloppuiltoihin maksuton yökahvila kouluvuoden ajaksi.',
      sv: 'För unga öppnas ett avgiftsfritt nattkafé på veckoslutskvällar under läsåret.',
      en: 'A free night café for young people on weekend evenings during the school year.',
    },
    eur: [8_000, 12_000], ideas: ['night-cafe'],
  },
  {
    title: {
      fi: 'Lasten liikennepuisto Vierumäelle', sv: 'Barnens trafikpark i Vierumäki',
      en: 'Traffic park for children in Vierumäki',
    },
    summary: {
      fi: 'Vierumäelle maalataan ja varustetaan pieni liikennepuisto, jossa lapset opettelevat pyöräilemään turvassa.',
      sv: 'I Vierumäki målas och utrustas en liten trafikpark där barn lär sig cykla tryggt.',
      en: 'A small traffic park in Vierumäki where children learn to cycle in safety.',
    },
    eur: [9_000, 14_000], ideas: ['traffic-park'],
  },
]
