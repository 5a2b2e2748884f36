import net from 'node:net'

/**
 * A door of its own before the database, at one port whatever becomes of the server behind it. It can cut every
 * connection, and hold all traffic for a while.
 */
export async function startProxy(target: () => { host: string; port: number }) {
  const pairs = new Set<readonly [net.Socket, net.Socket]>()
  const server = net.createServer((client) => {
    const upstream = net.connect(target())
    const pair = [client, upstream] as const
    pairs.add(pair)
    const end = (): void => {
      pairs.delete(pair)
      client.destroy()
      upstream.destroy()
    }
    for (const socket of pair) socket.on('error', end).on('close', end)
    client.pipe(upstream)
    upstream.pipe(client)
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })

  function cut(): void {
    for (const pair of pairs) for (const socket of pair) socket.destroy()
  }

  function hold(): void {
    for (const pair of pairs) for (const socket of pair) socket.pause()
  }

  function release(): void {
    for (const pair of pairs) for (const socket of pair) socket.resume()
  }

  async function close(): Promise<void> {
    cut()
    await new Promise((resolve) => { server.close(resolve) })
  }

  return { port: (server.address() as net.AddressInfo).port, cut, hold, release, close }
}
