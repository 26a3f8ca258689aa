// The shop as a program, for the test against the real gateway (internal/gateway/medusa_test.go): it opens a shop that lies in a file, does one thing, and writes
// the shop back. Each run is a restart.
import { readFileSync, writeFileSync } from 'node:fs'
import reconcile from '../src/jobs/carnet-reconcile'
import retry from '../src/jobs/carnet-retry'
import { optionsOf } from '../src/options'
import { Shop } from './shop'

async function main([file = '', action = '', ...rest]: string[]): Promise<void> {
  const { orders, rows } = JSON.parse(readFileSync(file, 'utf8'), (key, value) => (/_at$/.test(key) && key !== 'created_at' && value ? new Date(value) : value))
  const options = optionsOf({ url: process.env.HOOK_URL, secret: process.env.HOOK_SECRET })
  if (typeof options === 'string') throw new Error(options)
  const shop = new Shop(orders, options)
  shop.rows = new Map((rows ?? []).map((row: { id: string }) => [row.id, row]))
  const { container, emit } = shop.open()
  if (action === 'emit') await emit(rest[0]!, rest[1]!)
  else await { retry, reconcile }[action as 'retry' | 'reconcile'](container)
  shop.close()
  writeFileSync(file, JSON.stringify({ orders, rows: [...shop.rows.values()], said: shop.said }))
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error)
  process.exit(1)
})
