import './table.ts'

export { enqueue, forgetFinished, stopMail, TRIES_MAX, type Mail, type OutgoingMail } from './outbox.ts'
export { createMailTransport, PermanentMailError, type Letter, type Transport } from './transport.ts'
export { createSender, type Render, type Sender } from './sender.ts'
