// What the vault's host tells it: where gateways, chain and contracts are. Nothing in here is a secret.
export interface Config {
  gateways: string[]
  rpc: string
  chain_id: number
  carnet: string
  anchor: string
  relay: string
  demo_wallet: string
}

export async function loadConfig(): Promise<Config> {
  const answer = await fetch('/config.json', { cache: 'no-store' })
  if (!answer.ok) throw new Error(`configuration answered ${answer.status}`)
  const c = (await answer.json()) as Config
  if (!Array.isArray(c.gateways) || c.gateways.length === 0) throw new Error('configuration names no gateway')
  return { ...c, gateways: c.gateways.map((g) => g.replace(/\/$/, '')) }
}
