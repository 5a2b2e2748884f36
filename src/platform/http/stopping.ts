import type { Socket } from 'node:net'
import type { Api } from './api.ts'

/**
 * Lets every connection go on which nothing is being answered, so that a stop waits for requests alone. Node takes two
 * kinds for busy that are not: one that is kept alive after its last answer, and one that a browser opened ahead of need
 * and has not asked anything on.
 */
export function letIdleConnectionsGo(app: Api): void {
  let stopping = false
  const silent = new Set<Socket>()
  app.server.on('connection', (socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  app.server.on('request', ({ socket }) => silent.delete(socket))
  app.addHook('onSend', async (_request, reply) => {
    if (stopping) reply.header('connection', 'close')
  })
  app.addHook('preClose', async () => {
    stopping = true
    for (const socket of silent) socket.destroy()
  })
}
