// What ends up in dist/ is handed on under this project's licence: nothing in it may forbid that.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('every package that the pages are built from may be handed on freely', () => {
  const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as { packages: { [path: string]: { license?: string; dev?: boolean } } }
  const free = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0', '(Apache-2.0 AND MIT)']
  const others = Object.entries(packages).filter(([path, p]) => path && !p.dev && !free.includes(p.license ?? ''))
  expect(others.map(([path, p]) => `${path}: ${p.license}`)).toEqual([])
})
