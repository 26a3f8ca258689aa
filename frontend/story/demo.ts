// Starts the real demo, as a person would, on ports of its own.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..')
export const binary = join(root, 'build', 'carnet-demo')

export interface Demo {
  gateway: string
  vault: string
  wallet: string
  shops: { name: string; origin: string }[]
  chain: string
  carnet: `0x${string}`
}

export function build(): void {
  execFileSync('go', ['build', '-o', binary, './cmd/demo'], { cwd: root, stdio: 'inherit' })
}

async function freePorts(n: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: n }, () => new Promise<ReturnType<typeof createServer>>((done) => {
      const s = createServer().listen(0, '127.0.0.1', () => done(s))
    })),
  )
  const ports = servers.map((s) => (s.address() as { port: number }).port)
  await Promise.all(servers.map((s) => new Promise((done) => s.close(done))))
  return ports
}

export async function addresses(): Promise<string[]> {
  const names = ['gateway', 'vault', 'wallet', 'shop1', 'shop2', 'chain']
  return (await freePorts(names.length)).map((port, i) => `--${names[i]}-addr=localhost:${port}`)
}

export async function start(data: string, flags: string[]): Promise<[ChildProcess, Demo]> {
  const child = spawn(binary, ['--json', '--data', data, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  for await (const chunk of child.stdout!) {
    out += chunk
    try {
      return [child, JSON.parse(out) as Demo]
    } catch {
      // not all there yet
    }
  }
  throw new Error(`the demo ended with ${child.exitCode}: ${out}`)
}

export function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  return new Promise((done) => {
    child.once('exit', (code) => done(code))
    child.kill(signal)
  })
}
