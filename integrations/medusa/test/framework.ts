// @medusajs/framework gives other packages of Medusa under its own name, and brings more than 200 MB. Tests take what it would give.
import Module from 'node:module'

const given: Record<string, string> = { utils: '@medusajs/utils', types: '@medusajs/types', 'mikro-orm/migrations': '@mikro-orm/migrations' }
type Resolve = (request: string, ...rest: unknown[]) => string
const loader = Module as unknown as { _resolveFilename: Resolve }
const resolve = loader._resolveFilename
loader._resolveFilename = (request, ...rest) => resolve(given[request.replace('@medusajs/framework/', '')] ?? request, ...rest)
