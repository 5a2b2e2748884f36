import type { Copy } from '../../../urn/index.ts'
import type { forgetting as finnish } from '../fi/forgetting.ts'

const copies: Record<Copy, string> = {
  share_sheets: 'The key holders’ sheets: all three shares are destroyed',
  database_backups: 'Backups of the database from before the forgetting',
  log_archive: 'Archives of the database’s write-ahead log, and replicas',
  secrets_backups: 'Backups of the secret files',
  other_copies: 'Other copies, such as disk images. The service was restarted.',
}

export const forgetting: typeof finnish = {
  title: 'Forgetting',
  lead: 'Once the round is forgotten, nobody can find out any more how anyone voted. The result and the anonymous ballots stay.',
  goes: 'This is destroyed',
  goesItems: [
    'the sealed ballots, and the keys that show who has voted',
    'the voter keys of the roll',
    'the secret files of the round on the server',
  ],
  stays: 'This stays',
  staysItems: [
    'the result, the anonymous ballots and the way to recount them',
    'the check of a tracker, and the list of the sealed ballots',
    'the log of events',
  ],
  notPossible: 'A round can be forgotten when its result has been published here.',
  tooEarly: (day, days) =>
    `The round can be forgotten from ${day} on, when the appeal period of ${days} days from publication is over. Until then the urn is kept.`,
  appeal: 'Is an appeal still under way? Wait until it is decided. What is destroyed cannot be brought back.',
  begun: 'The forgetting was cut off. Some of it may be destroyed already. Finish it: nothing is destroyed twice.',
  missing: 'The secret files of the round are not on this server. Look for them before you go on.',
  lost: 'The files are certainly lost and exist nowhere else',
  witness: 'Who else is there?',
  witnessHint: 'First name and surname. The name is written into the log of events.',
  confirm: (slug) => `Confirm by typing the short name of the round: ${slug}`,
  forGood: 'This cannot be undone.',
  forget: 'Destroy and forget',
  finish: 'Finish it',
  doneTitle: 'The round is forgotten',
  done: (day) => `The sealed ballots, the keys of those who voted and the secret files were destroyed on ${day}.`,
  logDone: 'The database’s write-ahead log was overwritten on the server’s disk too.',
  logNot: 'The database’s write-ahead log could not be overwritten. Ask the operator to do it: the guide to the command line says how.',
  people: 'What people have to destroy',
  peopleText: 'The service does not reach copies that were taken elsewhere. Destroy them and note it here. If there were none, note that too.',
  copies,
  told: (who, when) => `${who}, ${when}`,
  note: 'Who destroyed it, when and how?',
  noteHint: 'For example: shredded at the town hall, all key holders present.',
  tell: 'Note as destroyed',
  toldNow: 'It is noted in the log of events.',
  allTold: 'Everything is noted as destroyed.',
  public: (day) => `The sealed ballots and the secret keys of the round were destroyed on ${day}. The anonymous ballots and the list of the sealed ballots stay.`,
}
