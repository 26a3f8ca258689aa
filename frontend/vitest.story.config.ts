import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { include: ['story/**/*.test.ts'], bail: 1 } })
