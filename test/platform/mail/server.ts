import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import type { Test } from 'tap'

/** A mail server that keeps what it gets. `refuse` answers the next recipients with an SMTP status. */
export async function mailServer(t: Test) {
  const received: ParsedMail[] = []
  const refuse: number[] = []
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], logger: false,
    onRcptTo: ({ address }, _session, callback) => {
      const status = refuse.shift()
      callback(status ? Object.assign(new Error(`no mailbox ${address}`), { responseCode: status }) : null)
    },
    onData: (stream, _session, callback) => {
      simpleParser(stream).then((mail) => { received.push(mail); callback() }, callback)
    },
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  t.teardown(() => new Promise<void>((resolve) => { server.close(() => resolve()) }))
  const { port } = server.server.address() as AddressInfo
  return { url: `smtp://127.0.0.1:${port}`, received, refuse }
}
