import type { Copy } from '../../../urn/index.ts'
import type { forgetting as finnish } from '../fi/forgetting.ts'

const copies: Record<Copy, string> = {
  share_sheets: 'Nyckelinnehavarnas papper: alla tre delar är förstörda',
  database_backups: 'Säkerhetskopior av databasen som togs före glömskan',
  log_archive: 'Arkiv av databasens ändringslogg (WAL) och speglade databaser',
  secrets_backups: 'Säkerhetskopior av de hemliga filerna',
  other_copies: 'Andra kopior, till exempel skivavbilder. Tjänsten har startats om.',
}

export const forgetting: typeof finnish = {
  title: 'Glömska',
  lead: 'När omgången har glömts kan ingen längre få veta hur någon röstade. Resultatet och de anonyma röstsedlarna blir kvar.',
  goes: 'Det här förstörs',
  goesItems: [
    'de förseglade röstsedlarna och de beteckningar som visar vilka som har röstat',
    'röstlängdens beteckningar',
    'omgångens hemliga filer på servern',
  ],
  stays: 'Det här blir kvar',
  staysItems: [
    'resultatet, de anonyma röstsedlarna och anvisningarna för att räkna om rösterna',
    'kontrollen med uppföljningskod och förteckningen över de förseglade röstsedlarna',
    'händelseloggen',
  ],
  notPossible: 'En omgång kan glömmas när dess resultat har publicerats här.',
  tooEarly: (day, days) =>
    `Omgången kan glömmas tidigast ${day}, när besvärstiden, ${days} dagar från att resultatet publicerades, har gått ut. Till dess finns urnan kvar.`,
  appeal: 'Pågår ett besvär ännu? Vänta tills det är avgjort. Det som förstörs går inte att få tillbaka.',
  begun: 'Glömskan blev på hälft. En del kan redan vara förstört. Slutför den: ingenting förstörs två gånger.',
  missing: 'Omgångens hemliga filer finns inte på den här servern. Leta efter dem innan ni fortsätter.',
  lost: 'Filerna är säkert försvunna och finns ingen annanstans',
  witness: 'Vem annan är på plats?',
  witnessHint: 'För- och efternamn. Namnet antecknas i händelseloggen.',
  confirm: (slug) => `Bekräfta genom att skriva omgångens korta namn: ${slug}`,
  forGood: 'Det här kan inte ångras.',
  forget: 'Förstör och glöm',
  finish: 'Slutför',
  doneTitle: 'Omgången är glömd',
  done: (day) => `De förseglade röstsedlarna, väljarnas beteckningar och de hemliga filerna förstördes ${day}.`,
  logDone: 'Också databasens ändringslogg skrevs över på serverns skiva.',
  logNot: 'Databasens ändringslogg kunde inte skrivas över. Be underhållet göra det: anvisningen finns i kommandoradens handbok.',
  people: 'Vad människor ska förstöra',
  peopleText: 'Tjänsten når inte kopior som har förts någon annanstans. Förstör dem och anteckna det här. Om det inte har funnits några kopior, anteckna det också.',
  copies,
  told: (who, when) => `${who}, ${when}`,
  note: 'Vem förstörde, när och hur?',
  noteHint: 'Till exempel: strimlades i stadshuset, alla nyckelinnehavare på plats.',
  tell: 'Anteckna som förstört',
  toldNow: 'Anteckningen finns i händelseloggen.',
  allTold: 'Allt har antecknats som förstört.',
  public: (day) => `De förseglade röstsedlarna och omgångens hemliga nycklar förstördes ${day}. De anonyma röstsedlarna och förteckningen över de förseglade röstsedlarna blir kvar.`,
}
