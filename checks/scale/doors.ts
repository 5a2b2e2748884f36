import { join } from 'node:path'
import pg from 'pg'
import { freePort } from '../../test/torture/service.ts'
import { PASSWORD } from './databases.ts'
import { deployed } from './deployed.ts'
import type { Programs } from './programs.ts'
import { type Servers, until } from './servers.ts'

/** PgBouncer before a primary and what is read from. `lead` leads it elsewhere, while it runs. */
export async function startPooler(servers: Servers, programs: Programs, ports: { readonly primary: number; readonly replica: number }) {
  const port = await freePort()
  const users = servers.writeFile('userlist.txt', `"osbu" "${PASSWORD}"\n`)
  const write = ({ primary, replica }: typeof ports): string => servers.writeFile('pgbouncer.ini', deployed('pgbouncer.ini', {
    'host=postgres port=5432': `host=127.0.0.1 port=${primary}`, 'host=replica port=5432': `host=127.0.0.1 port=${replica}`,
    'listen_addr = *': 'listen_addr = 127.0.0.1', 'listen_port = 6432': `listen_port = ${port}`,
    '/tmp/userlist.txt': users, '/tmp/pgbouncer.pid': join(servers.own, 'pgbouncer.pid'),
  }))
  let failed: string | null = null
  const server = servers.start(programs.pgbouncer, ['--quiet', write(ports)], (said) => { failed = said })
  const url = (database: string): string => `postgres://osbu:${PASSWORD}@127.0.0.1:${port}/${database}`
  await until('PgBouncer', async () => {
    if (failed !== null) throw new Error(failed)
    const client = new pg.Client(url('osbu'))
    client.on('error', () => undefined)
    await client.connect()
    await client.end()
    return true
  })
  return {
    url,
    lead: (to: typeof ports): void => {
      write(to)
      server.signal('SIGHUP')
    },
  }
}

/** nginx before the processes of the service. Answers with the address of its door. */
export async function startProxy(servers: Servers, programs: Programs, services: readonly { readonly url: string }[]): Promise<string> {
  const port = await freePort()
  const config = servers.writeFile('nginx.conf', deployed('nginx.conf', {
    ...Object.fromEntries(services.map((service, i) => [`osbu-${i + 1}:3000`, new URL(service.url).host])),
    'listen 8080': `listen 127.0.0.1:${port}`, // One process, so that none is left when it is killed.
    'worker_processes auto': 'master_process off', '/tmp/': `${servers.own}/`,
  }))
  let failed: string | null = null
  servers.start(programs.nginx, ['-c', config, '-e', 'stderr'], (said) => { failed = said })
  const url = `http://127.0.0.1:${port}`
  await until('nginx', async () => {
    if (failed !== null) throw new Error(failed)
    return (await fetch(`${url}/health`)).ok || null
  })
  return url
}
